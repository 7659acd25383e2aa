package dev.lifeline.executor.run;

import dev.lifeline.executor.log.OwnedPartition;
import java.time.Duration;
import java.time.Instant;

/** A run to start for which a tool of another run waits. */
record ChildOrder(
        RunIdentity run,
        String input,
        Instant deadline,
        OwnedPartition owned,
        EventAppender log,
        String executorId)
        implements Work {

    @Override
    public Duration age(Instant now) {
        return Duration.ZERO;
    }
}
