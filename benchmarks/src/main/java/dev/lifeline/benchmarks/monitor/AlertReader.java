package dev.lifeline.benchmarks.monitor;

import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.Alert;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads what the monitor has committed to agent.alerts as it comes, on a thread of its own. */
public final class AlertReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final InstantSource clock = InstantSource.system();
    private final Codec codec = new Codec();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final AlertLedger ledger;
    private final Faults faults;
    private final Thread thread;
    private volatile boolean closed;

    /** Begins to read, into that ledger. */
    public AlertReader(Map<String, Object> kafka, AlertLedger ledger, Faults faults) {
        this.ledger = ledger;
        this.faults = faults;
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var alerts = List.of(new TopicPartition(Topics.ALERTS, 0));
        consumer.assign(alerts);
        consumer.seekToBeginning(alerts);
        thread = Thread.ofPlatform().name("alerts").daemon().start(this::read);
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                var records = consumer.poll(POLL);
                var arrivedAt = clock.instant();
                records.forEach(record -> arrived(record, arrivedAt));
            }
        } catch (RuntimeException e) {
            // The boundary of the thread: without its reader, the figures are void.
            faults.add("the reader of the alerts has failed: " + e);
        }
    }

    private void arrived(ConsumerRecord<byte[], byte[]> record, Instant at) {
        try {
            ledger.arrived(codec.decode(record.value(), Alert.class), at);
        } catch (UndecodableException e) {
            faults.add("not an alert: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
