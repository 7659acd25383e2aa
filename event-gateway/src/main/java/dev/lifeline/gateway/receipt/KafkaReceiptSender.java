package dev.lifeline.gateway.receipt;

import dev.lifeline.gateway.log.KafkaSettings;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.SchemasUnavailableException;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.Delivery;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Sends receipts with a producer of their own, which is made when the first is to be sent. */
final class KafkaReceiptSender implements ReceiptSender {

    private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

    private final KafkaSettings kafka;
    private final Codec codec;
    private final String gatewayId;
    private @Nullable Producer<byte[], byte[]> producer;

    KafkaReceiptSender(KafkaSettings kafka, Codec codec, String gatewayId) {
        this.kafka = kafka;
        this.codec = codec;
        this.gatewayId = gatewayId;
    }

    @Override
    public synchronized CompletableFuture<Void> send(Receipt receipt) {
        var result = new CompletableFuture<Void>();
        try {
            var _ =
                    producer()
                            .send(
                                    record(receipt),
                                    (written, failure) -> {
                                        if (failure == null) {
                                            result.complete(null);
                                        } else {
                                            result.completeExceptionally(failure);
                                        }
                                    });
        } catch (KafkaException | SchemasUnavailableException e) {
            result.completeExceptionally(e);
        }
        return result;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(LAST_MOMENT);
        }
    }

    private Producer<byte[], byte[]> producer() {
        if (producer == null) {
            producer = kafka.producer("receipts");
        }
        return producer;
    }

    private ProducerRecord<byte[], byte[]> record(Receipt receipt) {
        var user = receipt.user();
        var delivery =
                Delivery.newBuilder()
                        .setTenantId(user.tenantId())
                        .setUserId(user.userId())
                        .setConnectionId(receipt.connectionId())
                        .setGatewayId(gatewayId)
                        .setPartition(receipt.partition())
                        .setCursorOffset(receipt.offset())
                        .setAcknowledgedAt(receipt.at().truncatedTo(ChronoUnit.MICROS))
                        .build();
        return new ProducerRecord<>(
                Topics.DELIVERIES,
                receipt.partition(),
                null,
                user.bytes(),
                codec.encode(delivery),
                Headers.of(delivery, gatewayId));
    }
}
