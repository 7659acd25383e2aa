package dev.lifeline.gateway.runs;

import dev.lifeline.schemas.UserKey;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.Headers;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Sends commands through the channel {@code commands}. */
@ApplicationScoped
final class ChannelCommandSender implements CommandSender {

    private final MutinyEmitter<byte[]> emitter;

    ChannelCommandSender(@Channel("commands") MutinyEmitter<byte[]> emitter) {
        this.emitter = emitter;
    }

    @Override
    public CompletionStage<Void> send(
            UserKey user, int partition, Headers headers, byte[] command) {
        var metadata =
                OutgoingKafkaRecordMetadata.<byte[]>builder()
                        .withKey(user.bytes())
                        .withPartition(partition)
                        .withHeaders(headers)
                        .build();
        try {
            return emitter.sendMessage(Message.of(command).addMetadata(metadata))
                    .subscribeAsCompletionStage();
        } catch (IllegalStateException e) {
            // The channel's bounded buffer is full of commands that Kafka has not taken yet.
            return CompletableFuture.failedFuture(e);
        }
    }
}
