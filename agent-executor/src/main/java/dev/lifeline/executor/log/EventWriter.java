package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of {@code agent.events}. Thread-safe; keeps each caller's order.
 *
 * <p>The producer retries on its own what can be retried. When it reports a failure, what was
 * written behind the failed record must not reach the log, or a run's sequence would have a hole:
 * the producer is closed from within that report, every partition is given up, and only then does a
 * new producer take its place.
 */
public final class EventWriter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(EventWriter.class);
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    /** Kafka's limit of 1 MiB for a request, less key and headers. */
    private static final int MAX_VALUE_BYTES = 1_000_000;

    private final Supplier<KafkaProducer<byte[], byte[]>> producers;
    private final ReadBack readBack;
    private final Codec codec;
    private final String executorId;
    private final Clock clock;
    private final ProducerFailures failures;
    private final LogMetrics metrics;
    private final Runnable onFailure;
    private final Consumer<Exception> onFatal;
    private volatile Current current;
    private volatile boolean closed;

    /**
     * @param onFailure told when the producer has failed, before there is another
     * @param onFatal told when it failed too often
     */
    EventWriter(
            Supplier<KafkaProducer<byte[], byte[]>> producers,
            ReadBack readBack,
            Codec codec,
            String executorId,
            Clock clock,
            ProducerFailures failures,
            LogMetrics metrics,
            Runnable onFailure,
            Consumer<Exception> onFatal) {
        this.producers = producers;
        this.readBack = readBack;
        this.codec = codec;
        this.executorId = executorId;
        this.clock = clock;
        this.failures = failures;
        this.metrics = metrics;
        this.onFailure = onFailure;
        this.onFatal = onFatal;
        current = new Current(producers.get());
    }

    /**
     * Appends an event to the log.
     *
     * @return its offset, once it has been read back, counts, and the partition has not gone to
     *     another owner while this process was frozen; fails with {@link OwnershipLostException}
     *     when it does not, and at once with {@link RecordTooLargeException}, nothing having been
     *     written, when it does not fit into a record
     */
    public CompletableFuture<Long> append(OwnedPartition owned, AgentEvent event) {
        byte[] value = codec.encode(event);
        if (value.length > MAX_VALUE_BYTES) {
            return CompletableFuture.failedFuture(tooLarge(event, value));
        }
        if (!owned.admits(event)) {
            return CompletableFuture.failedFuture(owned.ownershipLost());
        }
        var announcement = new Announcement(clock, () -> proof(owned));
        readBack.expect(owned, value, announcement);
        // Taken before the look at the partition: a new producer is there only after all that its
        // predecessor served are lost, so nothing goes to it on a claim of theirs.
        var producer = current;
        if (!owned.isLost()) {
            byte[] key = new UserKey(event.getTenantId(), event.getUserId()).bytes();
            var record =
                    new ProducerRecord<>(
                            Topics.EVENTS, owned.partition(), null, key, value, Headers.of(event));
            sendOrLose(owned, producer, record);
        }
        return announcement.readBack();
    }

    private CompletableFuture<Void> proof(OwnedPartition owned) {
        var proof = owned.beats().next();
        beat(owned);
        return proof;
    }

    private static RecordTooLargeException tooLarge(AgentEvent event, byte[] value) {
        return new RecordTooLargeException(
                "event %s, a %s, has %d bytes; a record holds at most %d"
                        .formatted(event.getId(), event.getType(), value.length, MAX_VALUE_BYTES));
    }

    /** Says that a partition is still held; where that cannot be written, it is given up. */
    void beat(OwnedPartition owned) {
        if (owned.beats().start()) {
            sendOrLose(owned, current, control(owned, Headers.BEAT));
        }
    }

    /**
     * Says that a partition is given up in good order.
     *
     * @return completes when that is in the log
     */
    CompletableFuture<Void> yielded(OwnedPartition owned) {
        var producer = current;
        // A producer that came after the partition was lost knows nothing of its last words.
        return owned.isLost()
                ? CompletableFuture.failedFuture(owned.ownershipLost())
                : send(producer, control(owned, Headers.YIELD));
    }

    /**
     * Says that a partition is taken.
     *
     * @return completes when that is in the log
     */
    CompletableFuture<Void> claim(int partition, OwnerControl control) {
        return send(current, control(partition, Headers.OWNER, control));
    }

    private void sendOrLose(
            OwnedPartition owned, Current producer, ProducerRecord<byte[], byte[]> record) {
        send(
                producer,
                record,
                error -> {
                    if (error != null) {
                        readBack.unfollow(owned);
                    }
                });
    }

    private ProducerRecord<byte[], byte[]> control(OwnedPartition owned, String kind) {
        return control(owned.partition(), kind, owned.control(executorId));
    }

    private ProducerRecord<byte[], byte[]> control(
            int partition, String kind, OwnerControl control) {
        return new ProducerRecord<>(
                Topics.EVENTS, partition, null, null, codec.encode(control), Headers.control(kind));
    }

    private CompletableFuture<Void> send(Current producer, ProducerRecord<byte[], byte[]> record) {
        var written = new CompletableFuture<Void>();
        send(
                producer,
                record,
                error -> {
                    if (error == null) {
                        written.complete(null);
                    } else {
                        written.completeExceptionally(error);
                    }
                });
        return written;
    }

    /**
     * @param settled told null once the record is in the log, or why it is not
     */
    private void send(
            Current producer,
            ProducerRecord<byte[], byte[]> record,
            Consumer<@Nullable Exception> settled) {
        try {
            var _ =
                    producer.kafka()
                            .send(record, (metadata, error) -> settle(producer, settled, error));
        } catch (KafkaException | IllegalStateException e) {
            // So does a producer answer that has failed, or has been closed meanwhile.
            settle(producer, settled, e);
        }
    }

    private void settle(
            Current producer, Consumer<@Nullable Exception> settled, @Nullable Exception error) {
        if (error != null) {
            replace(producer, error);
        }
        settled.accept(error);
    }

    private void replace(Current producer, Exception error) {
        if (closed) {
            return;
        }
        stop(producer);
        if (producer.failed().compareAndSet(false, true)) {
            onFailure.run();
            Thread.ofVirtual().name("new-producer").start(() -> renew(error));
        }
    }

    /**
     * Returns when the producer sends no more. Its own thread, which reports failures, is never
     * held up by this, and does not leave it to another thread either, that might be slower.
     */
    private static void stop(Current producer) {
        if (!producer.stopped().get()) {
            producer.kafka().close(Duration.ZERO);
            producer.stopped().set(true);
        }
    }

    private void renew(Exception error) {
        var pause = failures.next();
        if (pause.isEmpty()) {
            onFatal.accept(error);
            return;
        }
        LOG.errorf(
                error,
                "the producer failed; all partitions are taken anew in %d ms",
                pause.get().toMillis());
        LockSupport.parkNanos(pause.get().toNanos());
        while (!renewed()) {
            LockSupport.parkNanos(RETRY_PAUSE.toNanos());
        }
    }

    private synchronized boolean renewed() {
        try {
            if (!closed) {
                current = new Current(producers.get());
                metrics.producerReplaced();
            }
            return true;
        } catch (KafkaException e) {
            LOG.warnf("no new producer yet: %s", e.getMessage());
            return false;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        current.kafka().close(Duration.ofSeconds(5));
    }

    /** The producer in use. */
    private record Current(
            KafkaProducer<byte[], byte[]> kafka, AtomicBoolean stopped, AtomicBoolean failed) {

        Current(KafkaProducer<byte[], byte[]> kafka) {
            this(kafka, new AtomicBoolean(), new AtomicBoolean());
        }
    }
}
