package dev.lifeline.gateway.log;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The orders that wait in one partition, and which of them is next: by turns the chunk that most
 * wait for and the order that has waited longest. Those who are a little behind either are read for
 * first, until all can go on as one; for those who are far behind nobody waits. While more and more
 * come, as when all users of another gateway do, they are gathered for a moment: what was read
 * before they came would have to be read again. Not thread-safe.
 */
final class Lane {

    private static final long FIRST_SPAN = 1000;
    private static final int CHUNKS_A_LITTLE_BEHIND = 16;

    /** For fewer nothing is saved by gathering them. */
    private static final int MANY = 4;

    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_GATHERING = TimeUnit.SECONDS.toNanos(2);

    /** After that long it is an order's turn whoever is behind. */
    private static final long LONGEST_STAY = TimeUnit.SECONDS.toNanos(10);

    private final int partition;
    private final NavigableMap<Long, List<Order>> byOffset = new TreeMap<>();
    private final SequencedSet<Order> byArrival = new LinkedHashSet<>();
    private long span = FIRST_SPAN;
    private long usualSpan = FIRST_SPAN;
    private long readUntil = -1;
    private long turnAt;
    private long newcomerAt;
    private boolean eldestIsNext;

    Lane(int partition) {
        this.partition = partition;
    }

    void add(Order order) {
        if (isEmpty()) {
            turnAt = order.orderedAt();
        }
        if (order.offset() != readUntil) {
            newcomerAt = order.orderedAt();
        }
        byArrival.add(order);
        byOffset.computeIfAbsent(order.offset(), o -> new ArrayList<>()).add(order);
    }

    int size() {
        return byArrival.size();
    }

    boolean isEmpty() {
        return byArrival.isEmpty();
    }

    /** Where to read next; nowhere while more keep coming. */
    Optional<Place> next(long now) {
        if (isGathering(now)) {
            return Optional.empty();
        }
        forgetUnwanted();
        if (isEmpty()) {
            return Optional.empty();
        }
        turnAt = now;
        long offset = nextOffset(now);
        long until = byArrival.stream().mapToLong(Order::until).max().orElse(offset);
        return Optional.of(new Place(partition, offset, Math.max(until, offset + 1)));
    }

    /** Those whom the last chunk has served come back for the next, and are no newcomers. */
    private boolean isGathering(long now) {
        return byArrival.size() >= MANY
                && now - newcomerAt < QUIET
                && now - turnAt < LONGEST_GATHERING
                && !hasStayedTooLong(byArrival.getFirst(), now);
    }

    private static boolean hasStayedTooLong(Order eldest, long now) {
        return now - eldest.orderedAt() > LONGEST_STAY;
    }

    private long nextOffset(long now) {
        var eldest = byArrival.getFirst();
        if (hasStayedTooLong(eldest, now)) {
            return eldest.offset();
        }
        long chosen = eldestIsNext ? eldest.offset() : mostAwaited();
        eldestIsNext = !eldestIsNext;
        var behind = byOffset.ceilingKey(chosen - CHUNKS_A_LITTLE_BEHIND * usualSpan);
        return behind == null ? chosen : behind;
    }

    /** Takes note of how far a chunk reaches. */
    void learn(long from, long next) {
        readUntil = next;
        span = Math.max(1, next - from);
        // One that ends where another begins says little.
        usualSpan = Math.max(span, usualSpan / 2);
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
