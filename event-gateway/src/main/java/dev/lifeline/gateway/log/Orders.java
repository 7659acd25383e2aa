package dev.lifeline.gateway.log;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/**
 * The orders that wait for a chunk; the partitions take turns. A stream has one order at most, so
 * there are as many as there are streams. Thread-safe.
 */
final class Orders {

    private final LongSupplier clock;
    private final Map<Integer, Lane> lanes = new LinkedHashMap<>();

    /**
     * @param clock in nanoseconds
     */
    Orders(LongSupplier clock) {
        this.clock = clock;
    }

    synchronized void add(Order order) {
        lane(order.partition()).add(order);
    }

    /** Takes note that a stream asks for a page, whether it must wait for it or not. */
    synchronized void asked(int partition) {
        lane(partition).back(clock.getAsLong());
    }

    /** Takes note of a page, whose stream comes back if that is not all of its history. */
    synchronized void gave(int partition, Page.Records page, long until) {
        if (page.next().offset() < until) {
            lane(partition).gone(clock.getAsLong());
        }
    }

    synchronized int size() {
        return lanes.values().stream().mapToInt(Lane::size).sum();
    }

    synchronized boolean waitIn(int partition) {
        var lane = lanes.get(partition);
        return lane != null && !lane.isEmpty();
    }

    /** Where to read next, in a partition that is free. */
    synchronized Optional<Place> next(IntPredicate isFree) {
        for (var lane : List.copyOf(lanes.entrySet())) {
            if (!isFree.test(lane.getKey())) {
                continue;
            }
            var place = lane.getValue().next(clock.getAsLong());
            if (place.isPresent()) {
                giveTurnAway(lane.getKey(), lane.getValue());
                return place;
            }
        }
        return Optional.empty();
    }

    /** Takes out the orders that a chunk serves. */
    synchronized List<Order> take(Chunk chunk) {
        var lane = lanes.get(chunk.partition());
        if (lane == null) {
            return List.of();
        }
        lane.learn(chunk.from(), chunk.next());
        return lane.take(chunk.from(), chunk.next());
    }

    /** Takes out the orders for places from one offset up to another. */
    synchronized List<Order> take(int partition, long from, long until) {
        var lane = lanes.get(partition);
        return lane == null ? List.of() : lane.take(from, until);
    }

    /** Takes out all. */
    synchronized List<Order> takeAll() {
        return lanes.values().stream()
                .flatMap(lane -> lane.take(0, Long.MAX_VALUE).stream())
                .toList();
    }

    private Lane lane(int partition) {
        return lanes.computeIfAbsent(partition, Lane::new);
    }

    private void giveTurnAway(int partition, Lane lane) {
        lanes.remove(partition);
        lanes.put(partition, lane);
    }
}
