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
 * come, as when all users of another gateway do, and while those served last are still away with
 * their pages, the next chunk waits for a moment: what is read before they come would have to be
 * read again for them. Not thread-safe.
 */
final class Lane {

    private static final long FIRST_SPAN = 1000;
    private static final int CHUNKS_A_LITTLE_BEHIND = 16;

    /** For fewer nothing is saved by waiting. */
    private static final int MANY = 4;

    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(2);

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
    private int away;
    private long backAt;
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

    /** Takes note of a page that does not bring a stream to the end of its history. */
    void gone(long now) {
        if (away == 0) {
            backAt = now;
        }
        away++;
    }

    /** Takes note that a stream asks for a page. */
    void back(long now) {
        away = Math.max(0, away - 1);
        backAt = now;
    }

    int size() {
        return byArrival.size();
    }

    boolean isEmpty() {
        return byArrival.isEmpty();
    }

    /** Where to read next; nowhere while more keep coming. */
    Optional<Place> next(long now) {
        forgetUnwanted();
        if (isEmpty() || isWorthWaiting(now)) {
            return Optional.empty();
        }
        turnAt = now;
        long offset = nextOffset(now);
        long until = byArrival.stream().mapToLong(Order::until).max().orElse(offset);
        return Optional.of(new Place(partition, offset, Math.max(until, offset + 1)));
    }

    private boolean isWorthWaiting(long now) {
        return now - turnAt < LONGEST_WAIT
                && !hasStayedTooLong(byArrival.getFirst(), now)
                && (newcomersCome(now) || manyAreAway(now));
    }

    /** Those whom a chunk has served come back for the next, and are no newcomers. */
    private boolean newcomersCome(long now) {
        return byArrival.size() >= MANY && now - newcomerAt < QUIET;
    }

    /** Who does not come back has a client that does not read, and is forgotten. */
    private boolean manyAreAway(long now) {
        if (now - backAt >= QUIET) {
            away = 0;
        }
        return away >= MANY;
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
