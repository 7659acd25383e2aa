package dev.lifeline.executor.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * How often the producer has failed lately: after each failure the next producer waits longer, and
 * after a few within a minute there is none.
 */
final class ProducerFailures {

    private static final int MOST = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    private final Clock clock;
    private final Queue<Instant> recent = new ArrayDeque<>();

    ProducerFailures(Clock clock) {
        this.clock = clock;
    }

    /** Counts a failure; how long to wait before there is a new producer, or empty to give up. */
    synchronized Optional<Duration> next() {
        var now = clock.instant();
        recent.removeIf(at -> at.isBefore(now.minus(WITHIN)));
        recent.add(now);
        return recent.size() < MOST
                ? Optional.of(FIRST_PAUSE.multipliedBy(1L << (recent.size() - 1)))
                : Optional.empty();
    }
}
