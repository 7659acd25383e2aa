package dev.lifeline.monitor.table;

import dev.lifeline.monitor.kafka.KafkaSettings;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.PatientConsumer;
import dev.lifeline.schemas.Topics;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reads the run table and the alerts from their topics, committed records only, for good. */
@Singleton
final class TableReader {

    private static final Logger LOG = Logger.getLogger(TableReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Tables tables;
    private final KafkaSettings kafka;
    private final Codec codec;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("monitor-tables").daemon().unstarted(this::readForGood);

    private volatile @Nullable Consumer<String, byte[]> current;

    TableReader(Tables tables, KafkaSettings kafka, Codec codec) {
        this.tables = tables;
        this.kafka = kafka;
        this.codec = codec;
    }

    void start(@Observes StartupEvent started) {
        thread.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopped.countDown();
        var reading = current;
        if (reading != null) {
            reading.wakeup();
        }
        thread.join(PATIENCE);
    }

    private void readForGood() {
        try {
            do {
                readUntilFailure();
            } while (!stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("The table's reader ends", e);
        }
    }

    private void readUntilFailure() {
        try (var consumer = consumer()) {
            current = consumer;
            var partitions = partitions(consumer);
            if (!partitions.isEmpty()) {
                read(consumer, partitions);
            }
        } catch (WakeupException e) {
            LOG.debug("The table's reader is asked to stop", e);
        } catch (RuntimeException e) {
            // The thread's boundary: whatever it was, the rows stay, and are read anew.
            LOG.warnf("Reading the run table again: %s", e);
        }
    }

    private void read(Consumer<String, byte[]> consumer, List<TopicPartition> partitions) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        while (stopped.getCount() > 0) {
            consumer.poll(POLL).forEach(tables::accept);
            tables.expire();
            // The position, not the last record's offset: transactions leave markers behind.
            ends.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
            if (ends.isEmpty()) {
                tables.markComplete();
            }
        }
    }

    /** All partitions of both topics, none while either is missing. */
    private static List<TopicPartition> partitions(Consumer<String, byte[]> consumer) {
        var found = new ArrayList<TopicPartition>();
        for (var topic : List.of(Topics.RUNS, Topics.ALERTS)) {
            var partitions = consumer.partitionsFor(topic, PATIENCE);
            if (partitions == null || partitions.isEmpty()) {
                return List.of();
            }
            partitions.forEach(p -> found.add(new TopicPartition(topic, p.partition())));
        }
        return found;
    }

    private Consumer<String, byte[]> consumer() {
        var settings = new HashMap<>(kafka.asMap());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "lifeline-monitor-tables");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new PatientConsumer<>(settings, new StringDeserializer(), codec);
    }
}
