package dev.lifeline.gateway.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges whether the log reaches this gateway: the brokers must answer, and what lay before an end
 * they reported must arrive soon after. Thread-safe.
 */
final class ArrivalWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final InstantSource clock;
    private final Map<Integer, Expected> expected = new HashMap<>();
    private @Nullable Instant answeredAt;

    ArrivalWatch(InstantSource clock) {
        this.clock = clock;
    }

    /** Takes the ends that the brokers have just reported. */
    synchronized void sampled(Map<Integer, Long> ends, Collection<Feed> feeds) {
        var now = clock.instant();
        answeredAt = now;
        var before = Map.copyOf(expected);
        expected.clear();
        for (var feed : feeds) {
            long end = ends.getOrDefault(feed.partition(), 0L);
            var pending = before.get(feed.partition());
            boolean late = pending != null && pending.isMissing() && pending.feed == feed;
            expected.put(feed.partition(), late ? pending : new Expected(feed, end, now));
        }
    }

    /** What is wrong; empty while all arrives. */
    synchronized Optional<String> trouble() {
        if (answeredAt == null) {
            return Optional.of("nothing has been read from Kafka yet");
        }
        var limit = clock.instant().minus(PATIENCE);
        if (answeredAt.isBefore(limit)) {
            return Optional.of("no broker has answered since " + answeredAt);
        }
        return expected.values().stream()
                .filter(e -> e.isMissing() && e.since.isBefore(limit))
                .findFirst()
                .map(Expected::describe);
    }

    /** Records before an end that the broker reported. */
    private record Expected(Feed feed, long end, Instant since) {

        boolean isMissing() {
            return feed.end().offset() < end;
        }

        String describe() {
            return "records of partition %d before offset %d have not arrived since %s"
                    .formatted(feed.partition(), end, since);
        }
    }
}
