package dev.lifeline.benchmarks.flink;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the id of a run that never ended, without a time: at the end of a bounded source Flink's
 * is the end of time, which Kafka refuses.
 */
record FoundWriter(String topic) implements KafkaRecordSerializationSchema<String> {

    private static final long serialVersionUID = 1L;

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            String runId, KafkaSinkContext context, @Nullable Long timestamp) {
        var id = runId.getBytes(UTF_8);
        return new ProducerRecord<>(topic, id, id);
    }
}
