package dev.lifeline.cli.stream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next connection: longer each time, and never in step with other
 * clients. Only a connection that lasted starts it anew, so that a server in trouble is not
 * stormed.
 */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Duration LASTED = Duration.ofSeconds(10);
    private static final int MOST_DOUBLINGS = 10;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** A connection ended that had stood this long. */
    void ended(Duration lifetime) {
        if (lifetime.compareTo(LASTED) >= 0) {
            failures = 0;
        }
    }

    /** Between half and all of a delay that doubles. */
    Duration next() {
        long bound =
                Math.min(
                        LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures, MOST_DOUBLINGS));
        failures++;
        return Duration.ofMillis(random.nextLong(bound / 2, bound + 1));
    }
}
