package dev.lifeline.benchmarks.runs;

import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the events as they come, on a thread of its own, into a ledger. */
final class LogFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final RunLedger ledger = new RunLedger();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Queue<Awaited> awaited = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    LogFollower(Map<String, Object> kafka, int partitions) {
        consumer =
                new KafkaConsumer<>(
                        kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var all =
                IntStream.range(0, partitions)
                        .mapToObj(partition -> new TopicPartition(Topics.EVENTS, partition))
                        .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread = Thread.ofPlatform().name("follower").daemon().start(this::follow);
    }

    private void follow() {
        try (consumer) {
            while (!closed) {
                var records = consumer.poll(POLL);
                synchronized (ledger) {
                    records.forEach(ledger::add);
                    awaited.removeIf(event -> event.completeIfSeen(ledger));
                }
            }
        } catch (RuntimeException e) {
            // The boundary of the thread: whoever waits is told.
            awaited.forEach(event -> event.seen().completeExceptionally(e));
        }
    }

    /** Completes when what has been read says so; looked at after each round of reading. */
    CompletableFuture<Void> when(Predicate<RunLedger> condition) {
        var event = new Awaited(condition, new CompletableFuture<>());
        awaited.add(event);
        return event.seen();
    }

    /** Asks for something about what has been read so far. */
    <T> T ask(Function<RunLedger, T> question) {
        synchronized (ledger) {
            return question.apply(ledger);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Awaited(Predicate<RunLedger> condition, CompletableFuture<Void> seen) {

        boolean completeIfSeen(RunLedger ledger) {
            return condition.test(ledger) && seen.complete(null);
        }
    }
}
