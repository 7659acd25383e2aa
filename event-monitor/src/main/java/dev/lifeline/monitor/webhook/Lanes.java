package dev.lifeline.monitor.webhook;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.Alert;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The lanes of the partitions that this instance has. A partition is not read while its waits. */
final class Lanes implements ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(Lanes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final Consumer<String, byte[]> consumer;
    private final Codec codec;
    private final boolean rememberAll;

    /**
     * Lanes without partitions yet.
     *
     * @param rememberAll whether to know of what was delivered earlier and is firing
     */
    Lanes(Consumer<String, byte[]> consumer, Codec codec, boolean rememberAll) {
        this.consumer = consumer;
        this.rememberAll = rememberAll;
        this.codec = codec;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        var committed = consumer.committed(Set.copyOf(assigned), PATIENCE);
        var ends = consumer.endOffsets(assigned, PATIENCE);
        for (var partition : assigned) {
            lanes.put(partition, lane(committed.get(partition), ends.getOrDefault(partition, 0L)));
            seek(partition, committed.get(partition));
        }
    }

    private static Lane lane(@Nullable OffsetAndMetadata committed, long end) {
        // Beyond the end: the topic has been made anew.
        return committed == null || committed.offset() > end
                ? Lane.beginningAt(end)
                : Lane.goingOnFrom(committed);
    }

    private void seek(TopicPartition partition, @Nullable OffsetAndMetadata committed) {
        var lane = lanes.get(partition);
        if (committed == null || rememberAll || (lane != null && lane.beginsWithThePast())) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, committed.offset());
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        revoked.forEach(lanes::remove);
    }

    Collection<Lane> all() {
        return List.copyOf(lanes.values());
    }

    boolean isEmpty() {
        return lanes.isEmpty();
    }

    boolean nothingWaits() {
        return lanes.values().stream().allMatch(Lane::isEmpty);
    }

    void take(ConsumerRecords<String, byte[]> records) {
        records.forEach(record -> {
            var lane = lanes.get(new TopicPartition(record.topic(), record.partition()));
            if (lane != null) {
                take(record, lane);
            }
        });
        // The position, not the last record's offset: transactions leave markers behind.
        lanes.forEach((partition, lane) -> lane.readUpTo(consumer.position(partition, PATIENCE)));
        hold();
    }

    /** Remembers in Kafka how far each has come. */
    void commit() {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        lanes.forEach((partition, lane) -> {
            var offset = lane.uncommitted();
            if (offset != null) {
                offsets.put(partition, offset);
            }
        });
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, PATIENCE);
            // Whose partition went meanwhile has no lane any more; nothing else can have changed.
            lanes.values().forEach(Lane::committed);
        } catch (RebalanceInProgressException e) {
            LOG.debug("Committed with the next poll", e);
        }
    }

    private void take(ConsumerRecord<String, byte[]> record, Lane lane) {
        if (record.value() == null) {
            lane.readRemoval(record.key());
            return;
        }
        try {
            lane.read(record.offset(), codec.decode(record.value(), Alert.class));
        } catch (UndecodableException e) {
            LOG.warnf(
                    "Webhook passes over what is no alert: partition=%d offset=%d reason=%s",
                    record.partition(), record.offset(), e.getMessage());
        }
    }

    private void hold() {
        lanes.forEach((partition, lane) -> {
            if (lane.isEmpty()) {
                consumer.resume(List.of(partition));
            } else {
                consumer.pause(List.of(partition));
            }
        });
    }
}
