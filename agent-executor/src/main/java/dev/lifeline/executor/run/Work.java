package dev.lifeline.executor.run;

import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.schemas.avro.Completed;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run to work on, and where its events go. */
sealed interface Work permits Order, ChildOrder, Continuation {

    RunIdentity run();

    String input();

    OwnedPartition owned();

    EventAppender log();

    String executorId();

    /** How long ago the run began. */
    Duration age(Instant now);

    /** How a run ended that a tool of this one had started; null if it has not in the log. */
    default @Nullable Completed endedChild(String runId) {
        return null;
    }
}
