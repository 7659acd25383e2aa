package dev.lifeline.gateway.log;

import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.PatientConsumer;
import java.time.Duration;
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

/** Looks for single things in the log by seek, with a few consumers for the whole gateway. */
final class Scans implements AutoCloseable {

    private final LinkedBlockingQueue<Scanner> scanners = new LinkedBlockingQueue<>();
    private final ExecutorService threads;
    private final PartitionTurns turns;
    private final EventDecoder decoder;
    private final Duration patience;
    private final LogObserver observer;

    /**
     * @param newConsumer makes one for a role
     * @param patience longest wait for the next record
     */
    Scans(
            int count,
            Function<String, PatientConsumer<byte[]>> newConsumer,
            Duration patience,
            EventDecoder decoder,
            LogObserver observer) {
        this.decoder = decoder;
        this.patience = patience;
        this.observer = observer;
        IntStream.range(0, count)
                .mapToObj(i -> new Scanner(newConsumer.apply("scan-" + i)))
                .forEach(scanners::add);
        this.threads =
                Executors.newFixedThreadPool(
                        count, Thread.ofPlatform().name("log-scan-", 0).daemon().factory());
        this.turns = new PartitionTurns(threads);
    }

    /** What the ownership rule knows at a place, found by {@link LookBack}. */
    CompletableFuture<OwnershipRule> ruleAt(TopicPartition partition, long offset) {
        return submit(partition, c -> new LookBack(decoder, patience).ruleAt(c, partition, offset));
    }

    /** The first record of a part of a topic that satisfies the condition. */
    CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> find(
            TopicPartition partition,
            long from,
            long until,
            Predicate<ConsumerRecord<byte[], byte[]>> condition) {
        return submit(
                partition,
                c -> {
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
        scanners.forEach(scanner -> scanner.consumer.close());
    }

    private <T> CompletableFuture<T> submit(
            TopicPartition partition, Function<PatientConsumer<byte[]>, T> work) {
        return CompletableFuture.supplyAsync(
                () -> scan(work), task -> turns.execute(partition, task));
    }

    private <T> T scan(Function<PatientConsumer<byte[]>, T> work) {
        var scanner = scanners.remove();
        try {
            return work.apply(scanner.consumer);
        } catch (OffsetOutOfRangeException e) {
            throw new LogUnavailableException("the log was cut while it was read", e);
        } catch (KafkaException e) {
            throw new LogUnavailableException("history cannot be read: " + e.getMessage(), e);
        } finally {
            observer.read(LogObserver.Mode.HISTORY, scanner.meter.more());
            scanners.add(scanner);
        }
    }

    /** A consumer, and what it has read. */
    private record Scanner(PatientConsumer<byte[]> consumer, ReadMeter meter) {

        Scanner(PatientConsumer<byte[]> consumer) {
            this(consumer, new ReadMeter(consumer.metrics()));
        }
    }
}
