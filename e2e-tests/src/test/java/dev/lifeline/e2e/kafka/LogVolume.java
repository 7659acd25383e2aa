package dev.lifeline.e2e.kafka;

import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * How many bytes of records were written to agent.events since a moment, by the count of Kafka's
 * own consumer: that which the gateways' counts are made of.
 */
public final class LogVolume {

    private static final String COUNT = "bytes-consumed-total";

    private final String bootstrapServers;
    private final Map<TopicPartition, Long> since;

    private LogVolume(String bootstrapServers, Map<TopicPartition, Long> since) {
        this.bootstrapServers = bootstrapServers;
        this.since = since;
    }

    /** From now on. */
    public static LogVolume fromNow(String bootstrapServers) {
        try (var consumer = consumer(bootstrapServers)) {
            var partitions =
                    IntStream.range(0, Topics.LOCAL_PARTITIONS)
                            .mapToObj(partition -> new TopicPartition(Topics.EVENTS, partition))
                            .toList();
            return new LogVolume(bootstrapServers, consumer.endOffsets(partitions));
        }
    }

    /** What was written until now, by partition. */
    public Map<Integer, Long> bytes() {
        var bytes = new TreeMap<Integer, Long>();
        try (var consumer = consumer(bootstrapServers)) {
            since.forEach((partition, offset) ->
                    bytes.put(partition.partition(), bytes(consumer, partition, offset)));
        }
        return bytes;
    }

    private static long bytes(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long from) {
        long before = count(consumer);
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        while (consumer.position(partition) < end) {
            consumer.poll(Duration.ofMillis(100));
        }
        return count(consumer) - before;
    }

    private static long count(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.metrics().values().stream()
                .filter(LogVolume::isCountOfAll)
                .mapToLong(metric -> ((Number) metric.metricValue()).longValue())
                .sum();
    }

    private static boolean isCountOfAll(Metric metric) {
        var name = metric.metricName();
        return name.name().equals(COUNT) && !name.tags().containsKey("topic");
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return new KafkaConsumer<>(
                settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
