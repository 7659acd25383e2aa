package dev.lifeline.gateway.log;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * The searches that wait, and which of them one walk makes together. It is bounded by who has them
 * wait for their turns. Thread-safe.
 */
final class Searches {

    private final Map<TopicPartition, Set<Search>> waiting = new HashMap<>();

    synchronized void add(Search search) {
        waiting.computeIfAbsent(search.partition(), p -> new LinkedHashSet<>()).add(search);
    }

    /**
     * Takes out a search whose turn it is, with all whose part overlaps its own: one walk does for
     * them. None, if an earlier walk has taken it along.
     */
    synchronized List<Search> take(Search first) {
        var all = waiting.getOrDefault(first.partition(), Set.of());
        if (!all.contains(first)) {
            return List.of();
        }
        var together = all.stream().filter(first::overlaps).toList();
        together.forEach(this::remove);
        return together;
    }

    /** Takes out a search that will have no turn. */
    synchronized void remove(Search search) {
        waiting.computeIfPresent(
                search.partition(),
                (p, all) -> {
                    all.remove(search);
                    return all.isEmpty() ? null : all;
                });
    }
}
