package dev.lifeline.benchmarks.detection;

import java.time.Duration;

/**
 * How many runs are open, and how many of them run out of time.
 *
 * @param open runs at once
 * @param users who began them
 * @param stuck of these run out of time
 * @param over their deadlines lie in that time, at random
 * @param late of the stuck runs end after all
 * @param lateOver so long it takes them
 * @param finds questions for one run
 * @param lists questions for many
 */
record DetectionLoad(
        int open,
        int users,
        int stuck,
        Duration over,
        int late,
        Duration lateOver,
        int finds,
        int lists) {

    /** From the deadline until an alert is due. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** Until the first deadline: so long the monitor has to read of the last runs. */
    static final Duration LEAD = Duration.ofSeconds(5);

    /** Of all other runs, and of every other limit: nothing else may fire. */
    static final Duration FAR = Duration.ofHours(6);

    static final String TEXT =
            "A lighthouse of twenty metres is seen from some sixteen kilometres. ";

    /** Where the deadlines lie is the same each time. */
    static final long SEED = 27;

    static DetectionLoad full() {
        return new DetectionLoad(
                100_000,
                10_000,
                1_000,
                Duration.ofMinutes(1),
                200,
                Duration.ofSeconds(10),
                1_000,
                100);
    }

    static DetectionLoad quick() {
        return new DetectionLoad(
                10_000, 1_000, 100, Duration.ofSeconds(5), 20, Duration.ofSeconds(2), 200, 50);
    }
}
