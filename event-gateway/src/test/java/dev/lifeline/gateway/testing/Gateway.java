package dev.lifeline.gateway.testing;

import dev.lifeline.schemas.UserKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.ConfigProvider;

/** The gateway under test, and the broker and the issuer it trusts. */
public final class Gateway {

    private Gateway() {}

    public static String bootstrapServers() {
        return property("kafka.bootstrap.servers");
    }

    public static Tokens tokens() {
        return new Tokens(Keys.privateKey(Path.of(property(GatewayStack.PRIVATE_KEY))));
    }

    public static Pen pen() {
        return new Pen(bootstrapServers());
    }

    public static URI http(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    public static URI stream(String query) {
        return URI.create("ws://localhost:" + port() + "/v1/stream" + query);
    }

    /** All records of the user's partition of a topic, as they are now. */
    public static List<ConsumerRecord<byte[], byte[]>> records(String topic, UserKey user) {
        var partition = new TopicPartition(topic, Pen.partition(user));
        try (var consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", bootstrapServers()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            while (consumer.position(partition) < end) {
                records.addAll(consumer.poll(Duration.ofMillis(200)).records(partition));
            }
            return records;
        }
    }

    private static String port() {
        return property("quarkus.http.test-port");
    }

    private static String property(String name) {
        return ConfigProvider.getConfig().getValue(name, String.class);
    }
}
