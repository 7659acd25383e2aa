package dev.lifeline.executor.intake;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the group which commands are settled. What could not be told is told later or never: a
 * command that is read again starts nothing again, since the log knows what has started. Used by
 * the intake's thread.
 */
final class Commits {

    private static final Logger LOG = Logger.getLogger(Commits.class);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private boolean failing;

    Commits(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Asks for a commit; the answer comes within a later poll, so that nothing waits for it. */
    void begin(Map<TopicPartition, AssignedPartition> partitions) {
        var offsets = advanced(partitions);
        if (!offsets.isEmpty()) {
            consumer.commitAsync(offsets, (tried, error) -> settle(partitions, error));
        }
    }

    /** Commits and waits for it, for some seconds at most. */
    void finish(Map<TopicPartition, AssignedPartition> partitions) {
        var offsets = advanced(partitions);
        if (offsets.isEmpty()) {
            return;
        }
        try {
            commit(offsets);
            settle(partitions, null);
        } catch (KafkaException e) {
            settle(partitions, e);
        }
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        long until = System.nanoTime() + LAST_PATIENCE.toNanos();
        while (true) {
            try {
                long left = Math.max(0, until - System.nanoTime());
                consumer.commitSync(offsets, Duration.ofNanos(left));
                return;
            } catch (WakeupException e) {
                // Meant for a poll; its turn comes, while there is no other turn for this.
            }
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> advanced(
            Map<TopicPartition, AssignedPartition> partitions) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        partitions.forEach((partition, state) ->
                state.advance().ifPresent(at -> offsets.put(partition, new OffsetAndMetadata(at))));
        return offsets;
    }

    private void settle(
            Map<TopicPartition, AssignedPartition> partitions, @Nullable Exception error) {
        if (error == null) {
            if (failing) {
                LOG.info("offsets are committed again");
            }
            failing = false;
            return;
        }
        partitions.values().forEach(AssignedPartition::notCommitted);
        // During a rebalance that is Kafka's way to say: later.
        if (!failing && !(error instanceof RebalanceInProgressException)) {
            LOG.warnf("offsets are not committed at present, which is tried again: %s", error);
            failing = true;
        }
    }
}
