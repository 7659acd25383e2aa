package dev.lifeline.executor.run;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one of a number of places, in one queue per tenant: free places go to the tenants
 * in turns, so that a tenant who asks for many waits for itself only. It takes whatever it is
 * given; who fills it asks first for the bytes that are waiting. Thread-safe.
 *
 * @param <T> has identity: what waits already is not added again
 */
final class FairQueue<T> {

    private final int places;
    private final int placesPerTenant;

    /** The tenants for whom something waits, in the order of their turns. */
    private final Map<String, SequencedSet<T>> waiting = new LinkedHashMap<>();

    /** What waits for something else than a place. */
    private final Set<T> parked = new LinkedHashSet<>();

    private final Map<String, Long> waitingBytes = new HashMap<>();
    private final Map<String, Integer> taken = new HashMap<>();
    private final ToLongFunction<T> bytesOf;
    private long bytes;
    private int size;
    private int active;

    /**
     * @param bytesOf the memory that an item keeps while it waits
     */
    FairQueue(int places, int placesPerTenant, ToLongFunction<T> bytesOf) {
        this.bytesOf = bytesOf;
        this.places = places;
        this.placesPerTenant = placesPerTenant;
    }

    synchronized void add(String tenant, T item) {
        if (queue(tenant).add(item)) {
            count(tenant, 1, bytesOf.applyAsLong(item));
        }
    }

    /** Ahead of what waits for the same tenant. */
    synchronized void addFirst(String tenant, T item) {
        queue(tenant).addFirst(item);
        count(tenant, 1, bytesOf.applyAsLong(item));
    }

    /** Waits for no place, but counts among what waits. */
    synchronized void park(String tenant, T item) {
        parked.add(item);
        count(tenant, 1, bytesOf.applyAsLong(item));
    }

    /** Waits for a place from now on, if it is still parked. */
    synchronized void unpark(String tenant, T item) {
        if (parked.remove(item)) {
            queue(tenant).add(item);
        }
    }

    private SequencedSet<T> queue(String tenant) {
        return waiting.computeIfAbsent(tenant, t -> new LinkedHashSet<>());
    }

    /** Gives a place to whose turn it is; empty while nobody may have one. */
    synchronized Optional<T> take() {
        if (active >= places) {
            return Optional.empty();
        }
        return waiting.entrySet().stream()
                .filter(turn -> taken.getOrDefault(turn.getKey(), 0) < placesPerTenant)
                .findFirst()
                .map(this::takeFirst);
    }

    private T takeFirst(Map.Entry<String, SequencedSet<T>> turn) {
        String tenant = turn.getKey();
        var queue = turn.getValue();
        waiting.remove(tenant);
        T first = queue.removeFirst();
        if (!queue.isEmpty()) {
            waiting.put(tenant, queue);
        }
        countTaken(tenant, first);
        return first;
    }

    /**
     * Gives it a place at once, though there be none: for what needs one for a moment only.
     *
     * @return false if it did not wait any more
     */
    synchronized boolean takeOutOfTurn(String tenant, T item) {
        if (!parked.remove(item) && !removeWaiting(tenant, item)) {
            return false;
        }
        countTaken(tenant, item);
        return true;
    }

    private boolean removeWaiting(String tenant, T item) {
        var queue = waiting.get(tenant);
        if (queue == null || !queue.remove(item)) {
            return false;
        }
        if (queue.isEmpty()) {
            waiting.remove(tenant);
        }
        return true;
    }

    private void countTaken(String tenant, T item) {
        count(tenant, -1, -bytesOf.applyAsLong(item));
        active++;
        taken.merge(tenant, 1, Integer::sum);
    }

    private void count(String tenant, int items, long itemBytes) {
        size += items;
        bytes += itemBytes;
        waitingBytes.merge(tenant, itemBytes, FairQueue::sumUnlessZero);
    }

    /** No entry is kept for a tenant for whom nothing waits. */
    private static @Nullable Long sumUnlessZero(Long a, Long b) {
        return a + b == 0 ? null : a + b;
    }

    /** Gives a place back. */
    synchronized void release(String tenant) {
        active--;
        taken.computeIfPresent(tenant, (t, count) -> count == 1 ? null : count - 1);
    }

    /** How many wait. */
    synchronized int size() {
        return size;
    }

    /** How many of them wait for something else than a place. */
    synchronized int parked() {
        return parked.size();
    }

    /** The memory of all that waits. */
    synchronized long bytes() {
        return bytes;
    }

    /** The memory of what waits for one tenant. */
    synchronized long bytes(String tenant) {
        return waitingBytes.getOrDefault(tenant, 0L);
    }

    /** How many places are taken. */
    synchronized int active() {
        return active;
    }
}
