package dev.lifeline.benchmarks.load;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How long events took from when they were due to be written until they were shown, in
 * microseconds, while it is asked to measure. Thread-safe.
 */
public final class Latencies {

    private static final int DIGITS = 3;

    private final InstantSource clock = InstantSource.system();
    private final Recorder recorder = new Recorder(DIGITS);
    private final AtomicBoolean measures = new AtomicBoolean();

    /** Begins to measure. */
    public void begin() {
        recorder.reset();
        measures.set(true);
    }

    /** Ends it; returns what was measured. */
    public Histogram end() {
        measures.set(false);
        return recorder.getIntervalHistogram();
    }

    void shown(String occurredAt) {
        if (measures.get()) {
            var due = Instant.parse(occurredAt);
            recorder.recordValue(Math.max(0, ChronoUnit.MICROS.between(due, clock.instant())));
        }
    }
}
