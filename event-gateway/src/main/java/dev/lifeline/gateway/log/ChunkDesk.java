package dev.lifeline.gateway.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the chunks read that orders wait for, and serves from each all who wait for a place in it.
 *
 * <p>A partition that stands still, because its broker does not answer or a record's schema is
 * being looked for, gives its turn to another and stays assigned; what comes of it later is taken
 * then. What stands still for too long fails the orders there. Confined to the reader's thread.
 */
final class ChunkDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ChunkDesk.class);
    private static final long STALLED = TimeUnit.SECONDS.toNanos(1);
    private static final long REST = TimeUnit.SECONDS.toNanos(1);

    private final Fetching fetching;
    private final Orders orders;
    private final ChunkCache cache;
    private final EventDecoder decoder;
    private final HistorySettings settings;
    private final long patience;
    private final LogObserver observer;
    private final IntConsumer cutBack;
    private final Map<Integer, ChunkRead> reads = new HashMap<>();
    private final Map<Integer, Long> restUntil = new HashMap<>();

    /**
     * @param patience longest wait for the next record
     * @param cutBack hears of partitions that no longer have what was read of them
     */
    ChunkDesk(
            Fetching fetching,
            Orders orders,
            ChunkCache cache,
            EventDecoder decoder,
            HistorySettings settings,
            Duration patience,
            LogObserver observer,
            IntConsumer cutBack) {
        this.fetching = fetching;
        this.orders = orders;
        this.cache = cache;
        this.decoder = decoder;
        this.settings = settings;
        this.patience = patience.toNanos();
        this.observer = observer;
        this.cutBack = cutBack;
    }

    /** How many chunks are being read. */
    int reading() {
        return reads.size();
    }

    /** How many orders wait. */
    int waiting() {
        return orders.size();
    }

    /** Lets the next orders begin while there is room for their chunks. */
    void begin() {
        while (moving() < settings.chunksAtOnce()) {
            var place = orders.next(this::isFree);
            if (place.isEmpty()) {
                return;
            }
            begin(place.get());
        }
    }

    private void begin(Place place) {
        // It may have been read since the order looked for it.
        var chunk = cache.covering(place.partition(), place.offset());
        if (chunk != null) {
            serve(chunk);
            return;
        }
        long border = cache.nextAfter(place.partition(), place.offset());
        reads.put(place.partition(), new ChunkRead(place, border, decoder, System.nanoTime()));
        fetching.go(place.partition(), place.offset());
    }

    void take(int partition, Fetching.Came came) {
        var read = reads.get(partition);
        if (read != null) {
            read.take(came.records(), came.next(), System.nanoTime());
        }
    }

    /** Takes note that nothing was read on purpose. */
    void excuse() {
        reads.values().forEach(read -> read.excuse(System.nanoTime()));
    }

    /** Serves what is complete, or will not grow soon; gives up what does not come at all. */
    void end() {
        long now = System.nanoTime();
        var held = fetching.held();
        for (var read : List.copyOf(reads.values())) {
            boolean stands = !isMoving(read, held, now);
            if (read.isComplete(settings.chunkBytes()) || (read.hasMoved() && stands)) {
                finish(read);
            } else if (read.idle(now) > patience) {
                giveUp(read, held);
            }
        }
    }

    /**
     * Takes note that the partition does not have what comes next.
     *
     * @return whether to ask what it has, because nothing was read before that
     */
    boolean stops(int partition) {
        var read = reads.get(partition);
        if (read != null && read.hasMoved()) {
            finish(read);
            return false;
        }
        stop(partition, Long.MAX_VALUE);
        return true;
    }

    /** Takes the answer to what a partition has; null if there is none. */
    void found(int partition, long lost, @Nullable Long earliest) {
        restUntil.remove(partition);
        if (earliest == null) {
            fail(orders.take(partition, lost, lost + 1), "its broker does not answer");
        } else if (earliest > lost) {
            for (var order : orders.take(partition, 0, earliest)) {
                var left = new Position(earliest, order.from().rule());
                order.page().complete(new Page.Deleted(left));
            }
        } else {
            cutBack.accept(partition);
            fail(orders.take(partition, lost, Long.MAX_VALUE), "it was cut back while it was read");
        }
    }

    /** Fails what is being read, and what waits for it. */
    void breakOff(String reason) {
        for (var read : List.copyOf(reads.values())) {
            int partition = read.place().partition();
            stop(partition, System.nanoTime() + REST);
            fail(orders.take(partition, 0, Long.MAX_VALUE), reason);
        }
        fetching.dropAll(partition -> true);
    }

    void close() {
        fail(orders.takeAll(), "the gateway shuts down");
    }

    private void finish(ChunkRead read) {
        var chunk = read.chunk();
        reads.remove(chunk.partition());
        fetching.rest(chunk.partition());
        observer.kept(cache.add(chunk));
        serve(chunk);
    }

    private void serve(Chunk chunk) {
        int bytes = settings.pageBytes();
        for (var order : orders.take(chunk)) {
            var page = chunk.page(order.key(), order.from(), order.until(), bytes);
            orders.gave(order.partition(), page, order.until());
            order.page().complete(page);
        }
    }

    private void giveUp(ChunkRead read, Set<Integer> held) {
        int partition = read.place().partition();
        long offset = read.place().offset();
        var reason =
                held.contains(partition)
                        ? "the schema of its next record is still being looked for"
                        : "its broker does not answer";
        stop(partition, System.nanoTime() + REST);
        var failed = orders.take(partition, offset, offset + 1);
        LOG.warn(
                "history cannot be read partition={} offset={} waiting={}: {}",
                partition,
                offset,
                failed.size(),
                reason);
        fail(failed, reason);
    }

    private void stop(int partition, long until) {
        reads.remove(partition);
        fetching.dropAll(other -> other == partition);
        restUntil.put(partition, until);
    }

    private long moving() {
        long now = System.nanoTime();
        var held = fetching.held();
        return reads.values().stream().filter(read -> isMoving(read, held, now)).count();
    }

    private static boolean isMoving(ChunkRead read, Set<Integer> held, long now) {
        return read.idle(now) <= STALLED && !held.contains(read.place().partition());
    }

    private boolean isFree(int partition) {
        return !reads.containsKey(partition)
                && restUntil.getOrDefault(partition, Long.MIN_VALUE) < System.nanoTime();
    }

    private static void fail(Collection<Order> failed, String reason) {
        for (var order : failed) {
            var message = "partition %d cannot be read: %s".formatted(order.partition(), reason);
            order.page().completeExceptionally(new LogUnavailableException(message));
        }
    }
}
