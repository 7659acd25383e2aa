package dev.lifeline.executor.intake;

import dev.lifeline.executor.log.EventLog;
import dev.lifeline.executor.log.Taken;
import dev.lifeline.executor.run.Takeover;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that the group gives to this process: each is taken in the event log before its
 * commands are read, and taken anew when the log says that it was lost. Used by the intake's
 * thread, within and between polls.
 */
final class Assignment implements ConsumerRebalanceListener {

    private static final Logger LOG = Logger.getLogger(Assignment.class);
    private static final Duration POSITION_PATIENCE = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> consumer;
    private final EventLog log;
    private final Takeover takeover;
    private final String executorId;
    private final Commits commits;
    private final Set<TopicPartition> unclaimed = new LinkedHashSet<>();
    private final Map<TopicPartition, AssignedPartition> assigned = new HashMap<>();
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();

    Assignment(
            Consumer<byte[], byte[]> consumer, EventLog log, Takeover takeover, String executorId) {
        this.consumer = consumer;
        this.log = log;
        this.takeover = takeover;
        this.executorId = executorId;
        commits = new Commits(consumer);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        consumer.pause(partitions);
        unclaimed.addAll(partitions);
    }

    /**
     * Begins to take what the group has given. Not while it is told so: where to begin may have to
     * be asked for, and a wakeup meanwhile would leave partitions that nobody takes.
     */
    void claimAssigned() {
        try {
            for (var partition : List.copyOf(unclaimed)) {
                claim(partition, consumer.position(partition, POSITION_PATIENCE));
                unclaimed.remove(partition);
            }
        } catch (TimeoutException e) {
            // Kafka is away: the next turn asks again.
        }
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
        var left = new HashMap<>(assigned);
        left.keySet().retainAll(partitions);
        commits.finish(left);
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        unclaimed.removeAll(partitions);
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

    /** Tells the group how far the commands are settled, without waiting for it. */
    void commit() {
        commits.begin(Map.copyOf(assigned));
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
