package dev.lifeline.gateway.log;

import dev.lifeline.schemas.Topics;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;

/**
 * Reads the log's history: pages of one user's records, from chunks of a partition that all share
 * who wait for the same, and single things by scans.
 */
public final class HistoryReader implements AutoCloseable {

    private final ChunkCache cache;
    private final Orders orders;
    private final ChunkReader reader;
    private final Scans scans;
    private final int pageBytes;
    private final LogObserver observer;

    HistoryReader(
            ChunkCache cache,
            Orders orders,
            ChunkReader reader,
            Scans scans,
            int pageBytes,
            LogObserver observer) {
        this.cache = cache;
        this.orders = orders;
        this.reader = reader;
        this.scans = scans;
        this.pageBytes = pageBytes;
        this.observer = observer;
    }

    /**
     * One user's records from a place on, in one page of bounded bytes. Whoever no longer wants the
     * page cancels it.
     *
     * @param until where to stop at the latest; the log must reach that far
     */
    public CompletableFuture<Page> page(int partition, Position from, long until, Bytes key) {
        var chunk = cache.covering(partition, from.offset());
        observer.pageAsked(chunk != null);
        orders.asked(partition);
        if (chunk != null) {
            var page = chunk.page(key, from, until, pageBytes);
            orders.gave(partition, page, until);
            return CompletableFuture.completedFuture(page);
        }
        var order =
                new Order(
                        partition, from, until, key, System.nanoTime(), new CompletableFuture<>());
        orders.add(order);
        reader.wake();
        return order.page();
    }

    /**
     * A place together with what the ownership rule knows there, found by reading back until a
     * control record and 30 s of log (an owner writes every 2 s), or the log's beginning, are met.
     */
    public CompletableFuture<Position> place(int partition, long offset) {
        return scans.ruleAt(new TopicPartition(Topics.EVENTS, partition), offset)
                .thenApply(rule -> new Position(offset, rule));
    }

    /** The first record of one user's, in a part of agent.events, that holds that run's event. */
    public CompletableFuture<Optional<Entry>> findEvent(
            int partition, long from, long until, Bytes key, String runId) {
        return place(partition, from)
                .thenCompose(at -> findEvent(partition, at, until, key, runId));
    }

    private CompletableFuture<Optional<Entry>> findEvent(
            int partition, Position from, long until, Bytes key, String runId) {
        if (from.offset() >= until) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return page(partition, from, until, key)
                .thenCompose(page ->
                        switch (page) {
                            case Page.Deleted deleted ->
                                    findEvent(partition, deleted.earliest(), until, key, runId);
                            case Page.Records records -> {
                                var found = first(records, runId);
                                yield found.isPresent()
                                        ? CompletableFuture.completedFuture(found)
                                        : findEvent(partition, records.next(), until, key, runId);
                            }
                        });
    }

    private static Optional<Entry> first(Page.Records page, String runId) {
        return page.entries().stream()
                .filter(e -> e.subject() == null || runId.equals(e.subject()))
                .filter(e ->
                        e.reading() instanceof Reading.Event event && event.runId().equals(runId))
                .findFirst();
    }

    /**
     * The first record about a subject, in a part of a topic, that satisfies the condition. Those
     * who look in overlapping parts at the same time are served by one walk.
     */
    public CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> find(
            TopicPartition partition,
            long from,
            long until,
            String subject,
            Predicate<ConsumerRecord<byte[], byte[]>> condition) {
        if (from >= until) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        var search =
                new Search(partition, from, until, subject, condition, new CompletableFuture<>());
        scans.make(search);
        return search.found();
    }

    /** Drops what it knows of a partition whose log was cut back. */
    void forget(int partition) {
        cache.forget(partition);
        scans.forget(partition);
    }

    @Override
    public void close() {
        reader.close();
        scans.close();
    }
}
