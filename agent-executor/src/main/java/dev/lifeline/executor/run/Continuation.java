package dev.lifeline.executor.run;

import dev.lifeline.executor.log.OpenRun;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.schemas.avro.Completed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that another executor began and left open.
 *
 * @param obstacle what stands against going on with it; then it is ended
 */
record Continuation(
        OpenRun open,
        Ending.@Nullable Lost obstacle,
        OwnedPartition owned,
        EventAppender log,
        String executorId)
        implements Work {

    @Override
    public RunIdentity run() {
        return RunIdentity.of(open.first());
    }

    @Override
    public String input() {
        return open.first().getStarted().getInput();
    }

    @Override
    public Duration age(Instant now) {
        return Duration.between(open.first().getOccurredAt(), now);
    }

    @Override
    public @Nullable Completed endedChild(String runId) {
        return open.endedChildren().get(runId);
    }
}
