package dev.lifeline.benchmarks.catchup;

import java.time.Duration;

/**
 * The log that is caught up with.
 *
 * @param runs in it
 * @param atOnce runs that are written in turns, an event of each
 */
record CatchUpLoad(int runs, int atOnce) {

    /** Of a run that ends. */
    static final int EVENTS = 25;

    /** One run of so many never ends. */
    static final int STUCK_EACH = 100;

    /** So long every run has; none that ends needs as much. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    static final Duration GRACE = Duration.ofSeconds(1);

    static final String TEXT =
            "A lighthouse of twenty metres is seen from some sixteen kilometres. ";

    static CatchUpLoad full() {
        return new CatchUpLoad(40_000, 400);
    }

    static CatchUpLoad quick() {
        return new CatchUpLoad(4_000, 400);
    }

    boolean isStuck(int run) {
        return run % STUCK_EACH == 0;
    }

    int stuck() {
        return runs / STUCK_EACH;
    }

    /** All events but control records. */
    long events() {
        return (long) runs * EVENTS - stuck();
    }
}
