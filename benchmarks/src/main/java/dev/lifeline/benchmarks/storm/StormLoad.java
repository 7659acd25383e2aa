package dev.lifeline.benchmarks.storm;

import java.time.Duration;

/**
 * How many users, and what they miss.
 *
 * @param users each with one connection
 * @param each events of a user, in the live phase and in every storm
 * @param warmUpEach events of a user that come first and are not measured
 * @param window most events that are on their way in the live phase
 * @param paced how long events come at half the rate that can be carried
 * @param storms one after the other
 */
record StormLoad(int users, int each, int warmUpEach, int window, Duration paced, int storms) {

    /** Words of a model, as an executor writes them twice in a second. */
    static final String TEXT =
            "A lighthouse of twenty metres is seen from some sixteen kilometres. ";

    static StormLoad full() {
        return new StormLoad(5_000, 100, 60, 5_000, Duration.ofSeconds(15), 3);
    }

    static StormLoad quick() {
        return new StormLoad(500, 100, 200, 2_500, Duration.ofSeconds(3), 2);
    }

    long events() {
        return (long) users * each;
    }
}
