package dev.lifeline.gateway.log;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Listens, as users' streams do, for the beats of every followed partition's owner. Where none come
 * the partition has no executor, or its records do not reach this gateway. Thread-safe.
 */
final class BeatWatch {

    /** Five beats. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final InstantSource clock;
    private final Map<Integer, Heard> heard = new TreeMap<>();

    BeatWatch(InstantSource clock) {
        this.clock = clock;
    }

    /** Notes what the feeds have heard by now; those that are left out are followed no longer. */
    synchronized void look(Collection<Feed> feeds) {
        var before = Map.copyOf(heard);
        heard.clear();
        for (var feed : feeds) {
            int partition = feed.partition();
            heard.put(partition, heard(feed, feed.controls(), before.get(partition)));
        }
    }

    /** The partitions from which no beat has come for too long, in order. */
    synchronized List<Integer> silent() {
        var limit = clock.instant().minus(PATIENCE);
        return heard.entrySet().stream()
                .filter(e -> !e.getValue().at.isAfter(limit))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Heard heard(Feed feed, long controls, @Nullable Heard before) {
        return before != null && before.feed == feed && before.controls == controls
                ? before
                : new Heard(feed, controls, clock.instant());
    }

    /** How many control records a feed had met when that was new. */
    private record Heard(Feed feed, long controls, Instant at) {}
}
