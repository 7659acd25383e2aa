package dev.lifeline.monitor.backfill;

import dev.lifeline.monitor.run.PartitionTrouble;
import dev.lifeline.monitor.run.Verdicts;
import dev.lifeline.monitor.stream.PartitionReplay;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.PatientConsumer;
import dev.lifeline.schemas.Topics;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Reads one partition after the other, and writes what a monitor would have said of it. */
final class Backfill {

    /** A command precedes what it causes. */
    private static final List<String> READ = List.of(Topics.COMMANDS, Topics.EVENTS);

    private final Request request;
    private final Map<String, Object> kafka;
    private final Codec codec;
    private final Rules rules;
    private final PrintStream progress;
    private @Nullable Future<RecordMetadata> last;
    private long records;
    private long alerts;

    /**
     * @param kafka where and how to connect, by Kafka's names
     */
    Backfill(
            Request request,
            Map<String, Object> kafka,
            Codec codec,
            Rules rules,
            PrintStream progress) {
        this.request = request;
        this.kafka = Map.copyOf(kafka);
        this.codec = codec;
        this.rules = rules;
        this.progress = progress;
    }

    /**
     * What a monitor is configured to judge by.
     *
     * @param tick how often it looks for due runs
     */
    record Rules(
            String applicationId, Verdicts verdicts, PartitionTrouble trouble, Duration tick) {}

    void run() throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(kafka);
                var producer = producer()) {
            var bounds = Bounds.of(admin, READ, request);
            new OwnTopics(admin, request).create();
            for (int partition = 0; partition < bounds.partitions(); partition++) {
                reread(partition, bounds, producer);
                producer.flush();
                requireWritten();
                progress.printf(
                        "  partition %d of %d: %,d records read, %,d alert changes written%n",
                        partition + 1, bounds.partitions(), records, alerts);
            }
        }
    }

    private void reread(int partition, Bounds bounds, KafkaProducer<byte[], byte[]> producer) {
        var replay =
                new PartitionReplay(
                        partition,
                        codec,
                        rules.verdicts(),
                        rules.trouble(),
                        rules.applicationId(),
                        rules.tick(),
                        record -> write(record, producer));
        var parts =
                READ.stream()
                        .map(topic -> new TopicPartition(topic, partition))
                        .map(part -> new LogPart(consumer(), part, bounds.of(part)))
                        .toList();
        try (var log = new UsersLog(parts)) {
            for (var record = log.next(); record != null; record = log.next()) {
                replay.next(record);
                records++;
            }
        }
    }

    private void write(
            ProducerRecord<byte[], byte @Nullable []> record,
            KafkaProducer<byte[], byte[]> producer) {
        if (record.topic().equals(Topics.ALERTS)) {
            alerts++;
        }
        last =
                producer.send(
                        new ProducerRecord<>(
                                request.topic(record.topic()),
                                record.partition(),
                                record.timestamp(),
                                record.key(),
                                record.value(),
                                record.headers()));
    }

    /** An idempotent producer that gives up on one record gives up on all that follow. */
    private void requireWritten() throws InterruptedException, ExecutionException {
        if (last != null) {
            last.get();
        }
    }

    private PatientConsumer<byte[]> consumer() {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // What retention deletes meanwhile cannot be told any more; the rest can.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new PatientConsumer<>(settings, new ByteArrayDeserializer(), codec);
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
