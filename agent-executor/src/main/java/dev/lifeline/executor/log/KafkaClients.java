package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.PatientConsumer;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka clients from the {@code kafka.*} configuration, with the settings promises need. */
@Singleton
public final class KafkaClients {

    /** The group gives the partitions of a member to others that is silent for so long. */
    public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private final Map<String, Object> common;
    private final Codec codec;

    public KafkaClients(
            @Identifier("default-kafka-broker") Map<String, Object> common, Codec codec) {
        this.common = Map.copyOf(common);
        this.codec = codec;
    }

    /** A consumer that reads what it is told to, without a group. */
    public PatientConsumer<byte[]> reader() {
        return consumer(Map.of());
    }

    /** A consumer with these settings above the common ones. */
    public PatientConsumer<byte[]> consumer(Map<String, Object> settings) {
        var config = new HashMap<>(common);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.putAll(settings);
        return new PatientConsumer<>(config, new ByteArrayDeserializer(), codec);
    }

    /**
     * A producer that neither loses, repeats nor reorders, and never gives up on its own: a batch
     * that expired would leave a hole in a run's sequence.
     */
    KafkaProducer<byte[], byte[]> producer() {
        var config = new HashMap<>(common);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, Long.MAX_VALUE);
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public Admin admin() {
        return Admin.create(new HashMap<>(common));
    }
}
