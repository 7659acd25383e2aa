package dev.lifeline.executor.intake;

import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Headers.DeadLetter;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/** Where commands go that cannot be carried out, with the reason. */
@Singleton
public final class DeadLetters {

    private static final Logger LOG = Logger.getLogger(DeadLetters.class);

    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final MutinyEmitter<byte[]> emitter;

    DeadLetters(@Channel("dead-letters") MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    /** Completes when the letter is in the log. */
    CompletionStage<Void> send(
            ConsumerRecord<byte[], byte[]> record, String reason, String executorId) {
        LOG.warnf(
                "command at %s-%d@%d goes to the dead letters: %s",
                record.topic(), record.partition(), record.offset(), reason);
        var metadata =
                OutgoingKafkaRecordMetadata.<byte[]>builder()
                        .withKey(record.key())
                        .withHeaders(
                                Headers.deadLetter(
                                        Headers.executor(executorId), letter(record, reason)))
                        .build();
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return Uni.createFrom()
                .deferred(() -> emitter.sendMessage(Message.of(value).addMetadata(metadata)))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .indefinitely()
                .subscribeAsCompletionStage();
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record, String reason) {
        return new DeadLetter(
                reason,
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()));
    }
}
