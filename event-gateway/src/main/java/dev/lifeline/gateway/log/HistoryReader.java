package dev.lifeline.gateway.log;

import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.PatientConsumer;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Bytes;

/**
 * Reads the log's history by seek, a page at a time, with a few consumers for the whole gateway. A
 * subscription has one page on order at most, so the queue is as long as there are subscriptions.
 */
public final class HistoryReader implements AutoCloseable {

    private static final int SCAN_BYTES_PER_USER_BYTE = 16;

    private final LinkedBlockingQueue<PatientConsumer<byte[]>> consumers;
    private final ExecutorService threads;
    private final EventDecoder decoder;
    private final Duration patience;
    private final int pageBytes;

    /**
     * @param newConsumer makes one for a role
     * @param patience longest wait for the next record
     */
    HistoryReader(
            int readers,
            Function<String, PatientConsumer<byte[]>> newConsumer,
            Duration patience,
            int pageBytes,
            EventDecoder decoder) {
        this.decoder = decoder;
        this.patience = patience;
        this.pageBytes = pageBytes;
        this.consumers = new LinkedBlockingQueue<>();
        IntStream.range(0, readers)
                .mapToObj(i -> newConsumer.apply("history-" + i))
                .forEach(consumers::add);
        this.threads =
                Executors.newFixedThreadPool(
                        readers, Thread.ofPlatform().name("log-history-", 0).daemon().factory());
    }

    /**
     * One user's records from a place on, in one page of bounded bytes.
     *
     * @param until where to stop at the latest; the log must reach that far
     */
    public CompletableFuture<Page> page(int partition, Position from, long until, Bytes key) {
        return submit(c -> readPage(c, events(partition), from, until, key));
    }

    /**
     * A place together with what the ownership rule knows there, found by reading back until a
     * control record and 30 s of log (an owner writes every 2 s), or the log's beginning, are met.
     */
    public CompletableFuture<Position> place(int partition, long offset) {
        return submit(c -> new Position(offset, ruleAt(c, events(partition), offset)));
    }

    /** The first record of one user's, in a part of agent.events, that holds such an event. */
    public CompletableFuture<Optional<Entry>> findEvent(
            int partition, long from, long until, Bytes key, Predicate<Reading.Event> condition) {
        return submit(c -> {
            var at = new Position(from, ruleAt(c, events(partition), from));
            while (at.offset() < until) {
                var page =
                        collect(
                                new Walk(c, patience, events(partition), at.offset(), until),
                                at,
                                key);
                var found = page.entries().stream().filter(e -> isSuch(e, condition)).findFirst();
                if (found.isPresent()) {
                    return found;
                }
                at = page.next();
            }
            return Optional.empty();
        });
    }

    private static boolean isSuch(Entry entry, Predicate<Reading.Event> condition) {
        return entry.reading() instanceof Reading.Event event && condition.test(event);
    }

    /** The first record of a part of a topic that satisfies the condition. */
    public CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> find(
            TopicPartition partition,
            long from,
            long until,
            Predicate<ConsumerRecord<byte[], byte[]>> condition) {
        return submit(c -> {
            var walk = new Walk(c, patience, partition, from, until);
            while (walk.goesOn()) {
                var found = walk.next().stream().filter(condition).findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        });
    }

    @Override
    public void close() {
        threads.shutdownNow();
        consumers.forEach(c -> c.close());
    }

    private Page readPage(
            PatientConsumer<byte[]> consumer,
            TopicPartition partition,
            Position from,
            long until,
            Bytes key) {
        try {
            return collect(
                    new Walk(consumer, patience, partition, from.offset(), until), from, key);
        } catch (OffsetOutOfRangeException e) {
            long earliest =
                    consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (earliest <= from.offset()) {
                throw e;
            }
            return new Page.Deleted(new Position(earliest, from.rule()));
        }
    }

    private Page.Records collect(Walk walk, Position from, Bytes key) {
        var entries = new ArrayList<Entry>();
        OwnershipRule rule = from.rule();
        long bytes = 0;
        while (walk.goesOn() && bytes < pageBytes) {
            for (var record : walk.next()) {
                bytes += Math.max(0, record.serializedValueSize()) / SCAN_BYTES_PER_USER_BYTE;
                if (EventDecoder.isControl(record)) {
                    rule = decoder.after(record, rule);
                } else if (record.key() != null && Bytes.wrap(record.key()).equals(key)) {
                    var entry = new Entry(record, rule, decoder);
                    rule = entry.after().rule();
                    entries.add(entry);
                    bytes += record.serializedValueSize();
                }
            }
        }
        return new Page.Records(entries, new Position(walk.position(), rule));
    }

    private OwnershipRule ruleAt(
            PatientConsumer<byte[]> consumer, TopicPartition partition, long offset) {
        return new LookBack(decoder, patience).ruleAt(consumer, partition, offset);
    }

    private <T> CompletableFuture<T> submit(Function<PatientConsumer<byte[]>, T> work) {
        return CompletableFuture.supplyAsync(() -> withConsumer(work), threads);
    }

    private <T> T withConsumer(Function<PatientConsumer<byte[]>, T> work) {
        var consumer = consumers.remove();
        try {
            return work.apply(consumer);
        } catch (OffsetOutOfRangeException e) {
            throw new LogUnavailableException("the log was cut while it was read", e);
        } catch (KafkaException e) {
            throw new LogUnavailableException("history cannot be read: " + e.getMessage(), e);
        } finally {
            consumers.add(consumer);
        }
    }

    private static TopicPartition events(int partition) {
        return new TopicPartition(Topics.EVENTS, partition);
    }
}
