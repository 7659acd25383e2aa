package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The only writer of {@code agent.events}. Thread-safe; keeps each caller's order. */
public final class EventWriter implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private final ReadBack readBack;
    private final Codec codec;
    private final Consumer<Exception> onFatal;

    /**
     * @param onFatal told when the producer can write no more
     */
    EventWriter(
            KafkaProducer<byte[], byte[]> producer,
            ReadBack readBack,
            Codec codec,
            Consumer<Exception> onFatal) {
        this.producer = producer;
        this.readBack = readBack;
        this.codec = codec;
        this.onFatal = onFatal;
    }

    /**
     * Appends an event to the log.
     *
     * @return its offset, once it has been read back and counts; fails with {@link
     *     OwnershipLostException} when it does not
     */
    public CompletableFuture<Long> append(OwnedPartition owned, AgentEvent event) {
        var confirmation = readBack.expect(owned, event.getId());
        if (!owned.isLost()) {
            var key = new UserKey(event.getTenantId(), event.getUserId()).bytes();
            send(owned.partition(), key, codec.encode(event), Headers.of(event));
        }
        return confirmation;
    }

    /** Appends a control record: that the partition is taken, or still held. */
    void appendControl(int partition, String kind, OwnerControl control) {
        send(partition, null, codec.encode(control), Headers.control(kind));
    }

    private void send(
            int partition,
            byte @Nullable [] key,
            byte[] value,
            org.apache.kafka.common.header.Headers headers) {
        var record = new ProducerRecord<>(Topics.EVENTS, partition, null, key, value, headers);
        var _ =
                producer.send(
                        record,
                        (metadata, error) -> {
                            if (error != null) {
                                onFatal.accept(error);
                            }
                        });
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
