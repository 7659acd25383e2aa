package dev.lifeline.benchmarks.scans;

import java.time.Duration;
import java.util.List;

/**
 * How many runs are open when scans are measured.
 *
 * @param open runs of each level, ascending; all of the last one's are ended in the end
 * @param fullScans of all runs at each level
 */
record ScansLoad(List<Integer> open, int fullScans) {

    /** Scans measured at each level. */
    static final int SCANS = 200;

    /** Runs due in a scan, on average; they come at random. */
    static final int DUE = 40;

    /** As often as the monitor scans. */
    static final Duration INTERVAL = Duration.ofMillis(250);

    /** Where the deadlines lie is the same each time. */
    static final long SEED = 27;

    ScansLoad {
        open = List.copyOf(open);
    }

    static ScansLoad full() {
        return new ScansLoad(List.of(10_000, 100_000, 1_000_000), 3);
    }

    static ScansLoad quick() {
        return new ScansLoad(List.of(10_000, 100_000), 2);
    }
}
