package dev.lifeline.executor.intake;

import dev.lifeline.executor.log.EventLog;
import dev.lifeline.executor.log.Taken;
import dev.lifeline.executor.run.Takeover;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that the group gives to this process: each is taken in the event log before its
 * commands are read, and taken anew when the log says that it was lost. Used by the intake's
 * thread, within and between polls.
 */
final class Assignment implements ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(Assignment.class);
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final EventLog log;
    private final Takeover takeover;
    private final String executorId;
    private final Map<TopicPartition, AssignedPartition> assigned = new HashMap<>();
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();

    Assignment(
            Consumer<byte[], byte[]> consumer, EventLog log, Takeover takeover, String executorId) {
        this.consumer = consumer;
        this.log = log;
        this.takeover = takeover;
        this.executorId = executorId;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> claim(partition, consumer.position(partition)));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        giveUp(partitions);
    }

    /** Gives all up, in good order. */
    void giveUpAll() {
        giveUp(List.copyOf(assigned.keySet()));
    }

    private void giveUp(Collection<TopicPartition> partitions) {
        log.giveUp(partitions.stream().map(TopicPartition::partition).toList());
        commit(partitions);
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        for (var partition : partitions) {
            log.release(partition.partition());
            assigned.remove(partition);
        }
    }

    @Nullable AssignedPartition get(TopicPartition partition) {
        return assigned.get(partition);
    }

    /** Applies what other threads have reported since the last turn. */
    void applyChanges() {
        for (var change = changes.poll(); change != null; change = changes.poll()) {
            change.run();
        }
    }

    /**
     * Reads commands from the owned partitions only, from none while there is no room, and not from
     * those that rest for a tenant who has none.
     */
    void pauseOrResume(boolean room, Predicate<String> tenantHasRoom) {
        assigned.forEach((partition, state) -> {
            if (room && state.events() != null && state.restsNoMore(tenantHasRoom)) {
                consumer.resume(List.of(partition));
            } else {
                consumer.pause(List.of(partition));
            }
        });
    }

    void commitAll() {
        commit(assigned.keySet());
    }

    private void commit(Collection<TopicPartition> partitions) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : partitions) {
            var state = assigned.get(partition);
            if (state != null) {
                state.advance().ifPresent(at -> offsets.put(partition, new OffsetAndMetadata(at)));
            }
        }
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, COMMIT_PATIENCE);
        } catch (KafkaException e) {
            // A command that is read again starts nothing again: the log knows what has started.
            LOG.warnf("committing: %s", e.getMessage());
            assigned.values().forEach(AssignedPartition::notCommitted);
        }
    }

    private void claim(TopicPartition partition, long first) {
        consumer.pause(List.of(partition));
        consumer.seek(partition, first);
        var state = new AssignedPartition(first);
        assigned.put(partition, state);
        log.take(partition.partition(), first)
                .thenAccept(taken -> change(() -> own(partition, state, taken)));
    }

    private void own(TopicPartition partition, AssignedPartition state, Taken taken) {
        if (isCurrent(partition, state)) {
            state.own(taken);
            taken.owned().onLost(() -> change(() -> reclaim(partition, state)));
            // Before any command is read: it may be one to cancel such a run.
            takeover.begin(taken, log.writer(), executorId);
        }
    }

    /**
     * The log says that another took the partition, but the group still gives it to this process.
     */
    private void reclaim(TopicPartition partition, AssignedPartition state) {
        if (isCurrent(partition, state)) {
            LOG.warnf("partition %d: lost, taking it again", partition.partition());
            log.release(partition.partition());
            claim(partition, state.committable());
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same turn of ownership, not an equal one
    private boolean isCurrent(TopicPartition partition, AssignedPartition state) {
        return assigned.get(partition) == state;
    }

    private void change(Runnable change) {
        changes.add(change);
        consumer.wakeup();
    }
}
