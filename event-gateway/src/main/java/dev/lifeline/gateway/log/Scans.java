package dev.lifeline.gateway.log;

import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.PatientConsumer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Looks for single things in the log by seek, with a few consumers for the whole gateway; who looks
 * in the same place of a partition shares what is read.
 */
final class Scans implements AutoCloseable {

    private final LinkedBlockingQueue<Scanner> scanners = new LinkedBlockingQueue<>();
    private final ExecutorService threads;
    private final PartitionTurns turns;
    private final EventDecoder decoder;
    private final Duration patience;
    private final LogObserver observer;
    private final IntConsumer cutBack;
    private final Searches searches = new Searches();
    private final SharedAnswers<OwnershipRule> rules =
            new SharedAnswers<>(rule -> true, System::nanoTime);

    /**
     * @param newConsumer makes one for a role
     * @param patience longest wait for the next record
     * @param cutBack hears of partitions that no longer have what was read of them
     */
    Scans(
            int count,
            Function<String, PatientConsumer<byte[]>> newConsumer,
            Duration patience,
            EventDecoder decoder,
            LogObserver observer,
            IntConsumer cutBack) {
        this.decoder = decoder;
        this.patience = patience;
        this.observer = observer;
        this.cutBack = cutBack;
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
        return rules.of(
                partition,
                offset,
                () -> {
                    var rule = new CompletableFuture<OwnershipRule>();
                    turns.execute(partition, () -> lookBack(partition, offset, rule));
                    return rule;
                });
    }

    /** Has a search made when it is its partition's turn, with those that wait beside it. */
    void make(Search search) {
        searches.add(search);
        try {
            turns.execute(search.partition(), () -> searchFrom(search));
        } catch (LogUnavailableException e) {
            searches.remove(search);
            search.fail(e);
        }
    }

    /** Drops what it knows of a partition whose log was cut back. */
    void forget(int partition) {
        rules.forget(partition);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        scanners.forEach(scanner -> scanner.consumer.close());
    }

    private void lookBack(
            TopicPartition partition, long offset, CompletableFuture<OwnershipRule> rule) {
        var lookBack = new LookBack(decoder, patience);
        try {
            rule.complete(scan(partition, c -> lookBack.ruleAt(c, partition, offset)));
        } catch (RuntimeException e) {
            // The thread's boundary: whoever waits must hear of it.
            rule.completeExceptionally(e);
        }
    }

    private void searchFrom(Search first) {
        var together = searches.take(first);
        if (together.isEmpty()) {
            return;
        }
        try {
            scan(
                    first.partition(),
                    c -> {
                        walk(c, first.partition(), together);
                        return together;
                    });
        } catch (RuntimeException e) {
            // The thread's boundary: whoever waits must hear of it.
            together.forEach(search -> search.fail(e));
        }
    }

    private void walk(
            PatientConsumer<byte[]> consumer, TopicPartition partition, List<Search> together) {
        // Where the searches begin may have been deleted since they learned of it.
        long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long from = together.stream().mapToLong(Search::from).min().orElse(begin);
        long until = together.stream().mapToLong(Search::until).max().orElse(begin);
        var bySubject = together.stream().collect(Collectors.groupingBy(Search::subject));
        var walk = new Walk(consumer, patience, partition, Math.max(begin, from), until);
        while (walk.goesOn() && together.stream().anyMatch(Search::isOpen)) {
            for (var record : walk.next()) {
                var subject = Headers.text(record.headers(), Headers.SUBJECT);
                bySubject.getOrDefault(subject, List.of()).forEach(s -> s.meet(record));
            }
            together.forEach(search -> search.passed(walk.position()));
        }
        together.forEach(search -> search.passed(until));
    }

    private <T> T scan(TopicPartition partition, Function<PatientConsumer<byte[]>, T> work) {
        var scanner = scanners.remove();
        try {
            return work.apply(scanner.consumer);
        } catch (OffsetOutOfRangeException e) {
            cutBack.accept(partition.partition());
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
