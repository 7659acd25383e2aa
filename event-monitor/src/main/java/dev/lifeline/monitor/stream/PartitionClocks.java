package dev.lifeline.monitor.stream;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Up to which time each partition of this instance has been judged. */
@Singleton
final class PartitionClocks {

    private final Map<Integer, Instant> judged = new ConcurrentHashMap<>();
    private final Clock clock;

    PartitionClocks(Clock clock) {
        this.clock = clock;
    }

    void judged(int partition, Instant until) {
        judged.put(partition, until);
    }

    void released(int partition) {
        judged.remove(partition);
    }

    /** Up to when each of them has been judged, as of now. */
    Map<Integer, Instant> all() {
        return Map.copyOf(judged);
    }

    /** The partition furthest behind; zero where there is none. */
    Lag worst() {
        var now = clock.instant();
        return judged.entrySet().stream()
                .map(e -> new Lag(e.getKey(), Duration.between(e.getValue(), now)))
                .reduce(new Lag(-1, Duration.ZERO), PartitionClocks::worse);
    }

    private static Lag worse(Lag a, Lag b) {
        return a.behind().compareTo(b.behind()) >= 0 ? a : b;
    }

    /** How far a partition's clock is behind this machine's. */
    record Lag(int partition, Duration behind) {}
}
