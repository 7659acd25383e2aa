package dev.lifeline.executor.run;

import dev.lifeline.executor.log.EventWriter;
import dev.lifeline.executor.log.OwnedPartition;
import java.time.Duration;
import java.time.Instant;

/** A run to work on, and where its events go. */
sealed interface Work permits Order, Continuation {

    RunIdentity run();

    String input();

    OwnedPartition owned();

    EventWriter log();

    String executorId();

    /** How long ago the run began. */
    Duration age(Instant now);
}
