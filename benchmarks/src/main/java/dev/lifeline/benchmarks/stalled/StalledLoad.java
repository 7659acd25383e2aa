package dev.lifeline.benchmarks.stalled;

import java.time.Duration;
import java.util.List;

/**
 * Who reads and who does not.
 *
 * @param healthy users who read
 * @param healthyRate events of theirs in a second
 * @param stalled users who stop reading for a phase
 * @param stalledEvents of each of these in a phase, of 16 KiB
 * @param warmUp how long events come before it is measured
 * @param phase how long it is measured at a time
 * @param pairs of phases without stalled users and with them, in turns
 * @param silences how long a client may be silent before the gateway takes it for gone: a gateway
 *     is measured with each
 */
record StalledLoad(
        int healthy,
        double healthyRate,
        int stalled,
        int stalledEvents,
        Duration warmUp,
        Duration phase,
        int pairs,
        List<Duration> silences) {

    static final int RUN_LENGTH = 100;
    static final String HEALTHY_TEXT = "A lighthouse of twenty metres is seen from afar. ";
    static final String STALLED_TEXT = "lighthouses ".repeat(16 * 1024 / 12);

    private static final Duration NEVER_GONE = Duration.ofMinutes(10);

    static StalledLoad full() {
        return new StalledLoad(
                1_000,
                4_000,
                50,
                64,
                Duration.ofSeconds(20),
                Duration.ofSeconds(60),
                2,
                List.of(Duration.ofSeconds(20), NEVER_GONE));
    }

    static StalledLoad quick() {
        return new StalledLoad(
                500,
                2_000,
                20,
                64,
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                1,
                List.of(Duration.ofSeconds(2), NEVER_GONE));
    }

    double stalledRate() {
        return (double) stalled * stalledEvents / phase.toSeconds();
    }

    double stalledMegabytes() {
        return (double) stalled * stalledEvents * STALLED_TEXT.length() / 1e6;
    }
}
