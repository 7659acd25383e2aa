package dev.lifeline.benchmarks.catchup;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.benchmarks.load.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Holds what Flink has committed against what it must have found. */
record FoundByFlink(Map<String, Object> kafka, String topic, Faults faults) {

    private static final Duration POLL = Duration.ofMillis(200);

    void require(Set<String> runIds) {
        var found = read();
        var distinct = new HashSet<>(found);
        if (found.size() != distinct.size() || !distinct.equals(runIds)) {
            faults.add(
                    "Flink has found %d runs, %d of them distinct, not the %d that never ended"
                            .formatted(found.size(), distinct.size(), runIds.size()));
        }
    }

    private List<String> read() {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        var found = new ArrayList<String>();
        try (var consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var all = List.of(new TopicPartition(topic, 0));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = consumer.endOffsets(all).getOrDefault(all.getFirst(), 0L);
            while (consumer.position(all.getFirst()) < end) {
                consumer.poll(POLL).forEach(record -> found.add(new String(record.value(), UTF_8)));
            }
        }
        return found;
    }
}
