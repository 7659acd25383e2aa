package dev.lifeline.benchmarks.load;

import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A part of agent.events, from one moment to another. */
public record LogRange(Map<TopicPartition, Long> from, Map<TopicPartition, Long> until) {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final String BYTES = "bytes-consumed-total";

    public LogRange {
        from = Map.copyOf(from);
        until = Map.copyOf(until);
    }

    /** Where each partition ends now. */
    public static Map<TopicPartition, Long> ends(Map<String, Object> kafka, int partitions) {
        try (var consumer = consumer(kafka)) {
            return consumer.endOffsets(
                    IntStream.range(0, partitions)
                            .mapToObj(partition -> new TopicPartition(Topics.EVENTS, partition))
                            .toList());
        }
    }

    /** Bytes of its records by the account of a consumer that reads it once, as the gateway's. */
    public double bytes(Map<String, Object> kafka) {
        try (var consumer = consumer(kafka)) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            var left = from.keySet();
            while (!left.isEmpty()) {
                consumer.poll(POLL);
                left =
                        left.stream()
                                .filter(at -> consumer.position(at) < until.getOrDefault(at, 0L))
                                .collect(Collectors.toSet());
                consumer.pause(
                        from.keySet().stream()
                                .filter(at -> consumer.position(at) >= until.getOrDefault(at, 0L))
                                .toList());
            }
            return consumed(consumer);
        }
    }

    private static double consumed(KafkaConsumer<byte[], byte[]> consumer) {
        return consumer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals(BYTES))
                .filter(metric -> !metric.getKey().tags().containsKey("topic"))
                .mapToDouble(metric -> ((Number) metric.getValue().metricValue()).doubleValue())
                .sum();
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
        return new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
