package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.run.LogPosition;
import dev.lifeline.schemas.avro.Alert;
import java.time.Duration;
import java.time.Instant;

/**
 * Hears what the tasks do, for logs, metrics and health. What it hears may be repeated or undone by
 * a crash; only the topics are exact.
 */
interface MonitorObserver {

    /** An alert fired or was resolved. */
    void alerted(Alert alert);

    /** A record could not be read and was put aside. */
    void deadLettered(LogPosition position, String reason);

    /** Up to which time this instance has read and judged a partition. */
    void judged(int partition, Instant clock);

    /** A partition's due runs have been looked for, and those found looked at. */
    void scanned(Duration took);

    /** The partition is not this instance's any more. */
    void released(int partition);
}
