package dev.lifeline.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.SchemaRef.Fingerprint;
import dev.lifeline.schemas.SchemaText;
import dev.lifeline.schemas.SchemasUnavailableException;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas on {@code agent.schemas}, by fingerprint. Whoever writes with a schema puts it there
 * before, so what is not there when the topic has been read to its end is nowhere. Thread-safe.
 */
final class SchemaTopic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaTopic.class);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.SCHEMAS, 0);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final SchemaTopicClients clients;
    private final Map<Fingerprint, Schema> schemas = new HashMap<>();
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    SchemaTopic(SchemaTopicClients clients) {
        this.clients = clients;
    }

    /**
     * The schema of that fingerprint; null if nobody has put it there.
     *
     * @throws SchemasUnavailableException if the topic cannot be read
     */
    synchronized @Nullable Schema find(Fingerprint fingerprint) {
        if (!schemas.containsKey(fingerprint)) {
            readToEnd();
        }
        return schemas.get(fingerprint);
    }

    /**
     * Puts there what is missing of these, and returns when it is in the log.
     *
     * @throws SchemasUnavailableException if the topic cannot be read or written
     */
    synchronized void publish(List<Schema> own) throws InterruptedException {
        readToEnd();
        var missing = own.stream().filter(s -> !schemas.containsKey(Fingerprint.of(s))).toList();
        if (missing.isEmpty()) {
            return;
        }
        try (var producer = clients.producer()) {
            write(missing, producer);
        } catch (ExecutionException | KafkaException e) {
            throw unavailable("written", e);
        }
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close();
        }
    }

    private static void write(List<Schema> schemas, KafkaProducer<byte[], byte[]> producer)
            throws ExecutionException, InterruptedException {
        for (var sent : schemas.stream().map(s -> producer.send(record(s))).toList()) {
            sent.get();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Schema schema) {
        var headers = new RecordHeaders().add("content-type", "application/json".getBytes(UTF_8));
        return new ProducerRecord<>(
                Topics.SCHEMAS,
                PARTITION.partition(),
                Fingerprint.of(schema).hex().getBytes(UTF_8),
                SchemaText.of(schema).getBytes(UTF_8),
                headers);
    }

    private void readToEnd() {
        try {
            var reader = consumer == null ? open() : consumer;
            consumer = reader;
            readTo(reader.endOffsets(List.of(PARTITION)).getOrDefault(PARTITION, 0L), reader);
        } catch (KafkaException e) {
            throw unavailable("read", e);
        }
    }

    private void readTo(long end, Consumer<byte[], byte[]> reader) {
        if (reader.position(PARTITION) > end) {
            // The topic was made anew.
            reader.seekToBeginning(List.of(PARTITION));
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (reader.position(PARTITION) < end) {
            if (System.nanoTime() - deadline > 0) {
                throw new SchemasUnavailableException(
                        Topics.SCHEMAS + " cannot be read: no answer from its broker");
            }
            reader.poll(POLL).forEach(this::take);
        }
    }

    private KafkaConsumer<byte[], byte[]> open() {
        var opened = clients.consumer();
        try {
            if (opened.partitionsFor(Topics.SCHEMAS).isEmpty()) {
                throw new SchemasUnavailableException(
                        "the topic %s is missing: create it with './lifeline topics apply'"
                                .formatted(Topics.SCHEMAS));
            }
            opened.assign(List.of(PARTITION));
            opened.seekToBeginning(List.of(PARTITION));
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        try {
            var schema = new Schema.Parser().parse(new String(record.value(), UTF_8));
            var fingerprint = Fingerprint.of(schema);
            if (fingerprint.hex().equals(new String(record.key(), UTF_8))) {
                schemas.put(fingerprint, schema);
            } else {
                LOG.warn("{} at {}: the key is another schema's", PARTITION, record.offset());
            }
        } catch (AvroRuntimeException e) {
            LOG.warn("{} at {}: no Avro schema: {}", PARTITION, record.offset(), e.getMessage());
        }
    }

    private static SchemasUnavailableException unavailable(String what, Exception e) {
        var cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
        return new SchemasUnavailableException(
                "%s cannot be %s: %s".formatted(Topics.SCHEMAS, what, cause.getMessage()), e);
    }
}
