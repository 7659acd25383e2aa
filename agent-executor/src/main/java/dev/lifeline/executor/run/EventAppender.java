package dev.lifeline.executor.run;

import dev.lifeline.executor.log.Hold;
import dev.lifeline.schemas.avro.AgentEvent;
import java.util.concurrent.CompletableFuture;

/** Where a run's events go. */
@FunctionalInterface
public interface EventAppender {

    /**
     * Appends an event; calls made one after the other keep their order.
     *
     * @return its offset, once it has been read back and counts
     */
    CompletableFuture<Long> append(AgentEvent event);

    /**
     * Makes sure that the run's next result can be written, however the partition moves meanwhile.
     *
     * @throws dev.lifeline.executor.log.OwnershipLostException if the run is another executor's now
     */
    default Hold hold(String runId) {
        return () -> {};
    }
}
