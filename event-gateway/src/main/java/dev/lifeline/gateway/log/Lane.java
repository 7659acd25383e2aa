package dev.lifeline.gateway.log;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * The orders that wait in one partition, and which of them is next: by turns the chunk that most
 * wait for, so that they go on as one, and the order that has waited longest, so that nobody waits
 * for ever. Not thread-safe.
 */
final class Lane {

    private static final long FIRST_SPAN = 1000;

    private final int partition;
    private final NavigableMap<Long, List<Order>> byOffset = new TreeMap<>();
    private final SequencedSet<Order> byArrival = new LinkedHashSet<>();
    private long span = FIRST_SPAN;
    private boolean eldestIsNext;

    Lane(int partition) {
        this.partition = partition;
    }

    void add(Order order) {
        byArrival.add(order);
        byOffset.computeIfAbsent(order.offset(), o -> new ArrayList<>()).add(order);
    }

    int size() {
        return byArrival.size();
    }

    boolean isEmpty() {
        return byArrival.isEmpty();
    }

    /** Where to read next. */
    Optional<Place> next() {
        forgetUnwanted();
        if (isEmpty()) {
            return Optional.empty();
        }
        long offset = eldestIsNext ? byArrival.getFirst().offset() : mostAwaited();
        eldestIsNext = !eldestIsNext;
        long until = byArrival.stream().mapToLong(Order::until).max().orElse(offset);
        return Optional.of(new Place(partition, offset, Math.max(until, offset + 1)));
    }

    /** Takes note of how far a chunk reaches. */
    void learn(long chunkSpan) {
        span = Math.max(1, chunkSpan);
    }

    /** Takes out the orders for places from one offset up to another. */
    List<Order> take(long from, long until) {
        var places = byOffset.subMap(from, until);
        var taken = places.values().stream().flatMap(List::stream).toList();
        places.clear();
        taken.forEach(byArrival::remove);
        return taken;
    }

    /** The lowest place from which on one chunk serves as many as possible. */
    private long mostAwaited() {
        long best = byOffset.firstKey();
        int most = 0;
        int count = 0;
        var low = byOffset.entrySet().iterator();
        var lowest = low.next();
        for (var high : byOffset.entrySet()) {
            count += high.getValue().size();
            while (high.getKey() - lowest.getKey() >= span) {
                count -= lowest.getValue().size();
                lowest = low.next();
            }
            if (count > most) {
                most = count;
                best = lowest.getKey();
            }
        }
        return best;
    }

    private void forgetUnwanted() {
        if (byArrival.removeIf(order -> !order.isWanted())) {
            byOffset.values().forEach(orders -> orders.removeIf(order -> !order.isWanted()));
            byOffset.values().removeIf(List::isEmpty);
        }
    }
}
