package dev.lifeline.executor.run;

import dev.lifeline.executor.log.EventWriter;
import dev.lifeline.executor.log.Hold;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.schemas.avro.AgentEvent;
import java.util.concurrent.CompletableFuture;

/** A run's events go to the partition that its user's are in. */
public record PartitionAppender(EventWriter log, OwnedPartition owned) implements EventAppender {

    @Override
    public CompletableFuture<Long> append(AgentEvent event) {
        return log.append(owned, event);
    }

    @Override
    public Hold hold(String runId) {
        return owned.hold(runId);
    }
}
