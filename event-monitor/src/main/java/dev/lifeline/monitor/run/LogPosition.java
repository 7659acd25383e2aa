package dev.lifeline.monitor.run;

import java.time.Instant;

/** Where a record stands in its topic, and when the broker appended it. */
public record LogPosition(int partition, long offset, Instant time) {}
