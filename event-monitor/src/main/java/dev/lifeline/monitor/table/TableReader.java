package dev.lifeline.monitor.table;

import dev.lifeline.monitor.kafka.KafkaSettings;
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
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/** Reads the run table and the alerts from their topics, committed records only, for good. */
@Singleton
final class TableReader {

    private static final Logger LOG = Logger.getLogger(TableReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Tables tables;
    private final KafkaSettings kafka;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("monitor-tables").daemon().unstarted(this::readForGood);

    TableReader(Tables tables, KafkaSettings kafka) {
        this.tables = tables;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent started) {
        thread.start();
    }

    @PreDestroy
    void stop() throws InterruptedException {
        stopped.countDown();
        thread.interrupt();
        thread.join(PATIENCE);
    }

    private void readForGood() {
        try {
            while (!stopped.await(0, TimeUnit.MILLISECONDS)) {
                readUntilFailure();
                var _ = stopped.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("The table's reader ends", e);
        }
    }

    private void readUntilFailure() throws InterruptedException {
        try (var consumer = consumer()) {
            var partitions = partitions(consumer);
            if (partitions.isEmpty()) {
                return;
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (!stopped.await(0, TimeUnit.MILLISECONDS)) {
                consumer.poll(POLL).forEach(tables::accept);
                tables.expire();
                // The position, not the last record's offset: transactions leave markers behind.
                ends.entrySet().removeIf(e -> consumer.position(e.getKey()) >= e.getValue());
                if (ends.isEmpty() && !tables.complete()) {
                    tables.markComplete();
                }
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            // The thread's boundary: the rows stay, and are read anew when Kafka is back.
            LOG.warnf("Reading the run table again: %s", e.getMessage());
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
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }
}
