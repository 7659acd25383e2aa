package dev.lifeline.gateway.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.PatientConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How the gateway's own Kafka clients are set up.
 *
 * @param connection where and how to connect, by Kafka's names
 * @param timeout longest wait for one answer
 */
public record KafkaSettings(Map<String, Object> connection, String clientId, Duration timeout) {

    private static final int CHUNK_FETCH_BYTES = 256 * 1024;

    public KafkaSettings {
        connection = Map.copyOf(connection);
    }

    /** A consumer for that role: of committed records, without a group; whoever uses it seeks. */
    public PatientConsumer<byte[]> consumer(String role, Codec codec) {
        return new PatientConsumer<>(consumerSettings(role), new ByteArrayDeserializer(), codec);
    }

    /**
     * A producer for that role. What Kafka does not acknowledge within twice the timeout fails; it
     * blocks no longer than the timeout.
     */
    public Producer<byte[], byte[]> producer(String role) {
        var settings = withoutRoles(common(role));
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
        settings.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) timeout.multipliedBy(2).toMillis());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** One that reads pieces of many partitions, and fetches little ahead of what is asked for. */
    PatientConsumer<byte[]> chunkConsumer(Codec codec) {
        var settings = consumerSettings("history");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, CHUNK_FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        return new PatientConsumer<>(settings, new ByteArrayDeserializer(), codec);
    }

    private Map<String, Object> consumerSettings(String role) {
        var settings = common(role);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // A partition that joins waits for the long poll of the others to end.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return settings;
    }

    Map<String, Object> admin() {
        return withoutRoles(common("admin"));
    }

    /** Without what is for another kind of client. */
    private static Map<String, Object> withoutRoles(Map<String, Object> settings) {
        settings.keySet().removeIf(KafkaSettings::isNoConnectionSetting);
        return settings;
    }

    private Map<String, Object> common(String role) {
        var settings = new HashMap<>(connection);
        int millis = (int) timeout.toMillis();
        settings.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId + "-" + role);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        settings.put(CommonClientConfigs.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 2000);
        settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    private static boolean isNoConnectionSetting(String name) {
        return name.startsWith("key.") || name.startsWith("value.") || name.equals("group.id");
    }
}
