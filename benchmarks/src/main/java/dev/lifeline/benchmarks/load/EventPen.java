package dev.lifeline.benchmarks.load;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes to agent.events as an executor does that owns all partitions, beats included, with the
 * executor's settings of the producer. Thread-safe.
 */
public final class EventPen implements AutoCloseable {

    static final String EXECUTOR = "executor-1";
    static final long EPOCH = 1;

    private static final long BEAT_SECONDS = 2;

    private final Codec codec = new Codec();
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final ScheduledExecutorService beats =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("beats").daemon().factory());
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    private EventPen(Map<String, Object> kafka, int partitions) {
        this.partitions = partitions;
        var settings = new HashMap<>(kafka);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Takes all partitions, and goes on to say so until it is closed. */
    public static EventPen takeAll(Map<String, Object> kafka, int partitions) {
        var pen = new EventPen(kafka, partitions);
        pen.control(Headers.OWNER);
        pen.flush();
        var _ =
                pen.beats.scheduleAtFixedRate(
                        () -> pen.control(Headers.BEAT),
                        BEAT_SECONDS,
                        BEAT_SECONDS,
                        TimeUnit.SECONDS);
        return pen;
    }

    int partitions() {
        return partitions;
    }

    /** Writes an event; the broker's answer tells when it took it. */
    Future<RecordMetadata> write(int partition, byte[] key, AgentEvent event) {
        return send(
                new ProducerRecord<>(
                        Topics.EVENTS,
                        partition,
                        null,
                        key,
                        codec.encode(event),
                        Headers.of(event)));
    }

    /**
     * Waits until the broker has all that was written.
     *
     * @throws IllegalStateException if it has refused some of it
     */
    public void flush() {
        producer.flush();
        var refused = failure.get();
        if (refused != null) {
            throw new IllegalStateException("an event was not written", refused);
        }
    }

    private void control(String kind) {
        var control =
                OwnerControl.newBuilder()
                        .setExecutorId(EXECUTOR)
                        .setOwnerEpoch(EPOCH)
                        .setOpenRuns(0)
                        .build();
        byte[] value = codec.encode(control);
        IntStream.range(0, partitions)
                .mapToObj(partition ->
                        new ProducerRecord<byte[], byte[]>(
                                Topics.EVENTS, partition, null, null, value, Headers.control(kind)))
                .forEach(record -> {
                    var _ = send(record);
                });
    }

    private Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        return producer.send(
                record,
                (_, refused) -> {
                    if (refused != null) {
                        failure.compareAndSet(null, refused);
                    }
                });
    }

    @Override
    public void close() {
        beats.shutdownNow();
        producer.close();
    }
}
