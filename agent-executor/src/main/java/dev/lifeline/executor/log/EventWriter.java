package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
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
    private final ProducerFailures failures;
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
            ProducerFailures failures,
            Runnable onFailure,
            Consumer<Exception> onFatal) {
        this.producers = producers;
        this.readBack = readBack;
        this.codec = codec;
        this.failures = failures;
        this.onFailure = onFailure;
        this.onFatal = onFatal;
        current = new Current(producers.get());
    }

    /**
     * Appends an event to the log.
     *
     * @return its offset, once it has been read back and counts; fails with {@link
     *     OwnershipLostException} when it does not, and at once with {@link
     *     RecordTooLargeException}, nothing having been written, when it does not fit into a record
     */
    public CompletableFuture<Long> append(OwnedPartition owned, AgentEvent event) {
        byte[] value = codec.encode(event);
        if (value.length > MAX_VALUE_BYTES) {
            return CompletableFuture.failedFuture(tooLarge(event, value));
        }
        var confirmation = readBack.expect(owned, value);
        // Taken before the look at the partition: a new producer is there only after all that its
        // predecessor served are lost, so nothing goes to it on a claim of theirs.
        var producer = current;
        if (!owned.isLost()) {
            byte[] key = new UserKey(event.getTenantId(), event.getUserId()).bytes();
            var record =
                    new ProducerRecord<>(
                            Topics.EVENTS, owned.partition(), null, key, value, Headers.of(event));
            send(producer, record, error -> readBack.unfollow(owned));
        }
        return confirmation;
    }

    private static RecordTooLargeException tooLarge(AgentEvent event, byte[] value) {
        return new RecordTooLargeException(
                "event %s, a %s, has %d bytes; a record holds at most %d"
                        .formatted(event.getId(), event.getType(), value.length, MAX_VALUE_BYTES));
    }

    /** Says that a partition is still held; where that cannot be written, it is given up. */
    void beat(OwnedPartition owned, OwnerControl control) {
        send(
                current,
                control(owned.partition(), Headers.BEAT, control),
                error -> readBack.unfollow(owned));
    }

    /**
     * Says that a partition is taken.
     *
     * @return fails when that was not written; never completes otherwise
     */
    CompletableFuture<Void> claim(int partition, OwnerControl control) {
        var failed = new CompletableFuture<Void>();
        send(current, control(partition, Headers.OWNER, control), failed::completeExceptionally);
        return failed;
    }

    private ProducerRecord<byte[], byte[]> control(
            int partition, String kind, OwnerControl control) {
        return new ProducerRecord<>(
                Topics.EVENTS, partition, null, null, codec.encode(control), Headers.control(kind));
    }

    private void send(
            Current producer,
            ProducerRecord<byte[], byte[]> record,
            Consumer<Exception> onNotWritten) {
        try {
            var _ =
                    producer.kafka()
                            .send(
                                    record,
                                    (metadata, error) -> {
                                        if (error != null) {
                                            replace(producer, error);
                                            onNotWritten.accept(error);
                                        }
                                    });
        } catch (KafkaException | IllegalStateException e) {
            // So does a producer answer that has failed, or has been closed meanwhile.
            replace(producer, e);
            onNotWritten.accept(e);
        }
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
