package dev.lifeline.executor.run;

import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Duration;
import java.time.Instant;

/**
 * A run to start.
 *
 * @param onStarted told when the run's first event is in the log
 */
public record Order(
        StartRun command,
        OwnedPartition owned,
        EventAppender log,
        String executorId,
        Runnable onStarted)
        implements Work {

    @Override
    public RunIdentity run() {
        return RunIdentity.of(command);
    }

    @Override
    public String input() {
        return command.getInput();
    }

    @Override
    public Duration age(Instant now) {
        return Duration.ZERO;
    }

    /** For how long its user has been waiting for its first step. */
    Duration waited(Instant now) {
        return Duration.between(command.getAcceptedAt(), now);
    }
}
