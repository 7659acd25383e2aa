package dev.lifeline.executor.intake;

import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.EventLog;
import dev.lifeline.executor.log.KafkaClients;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.executor.log.Taken;
import dev.lifeline.executor.run.LostRuns;
import dev.lifeline.executor.run.Runs;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands from the partitions that the group gives to this process. A partition's commands
 * are read only once its events are owned; a command is settled only once its effect is in the log.
 * One thread does all of this.
 */
public final class Intake implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final EventLog log;
    private final Runs runs;
    private final LostRuns lostRuns;
    private final Commands commands;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final String executorId;
    private final int maxWaiting;
    private final Map<TopicPartition, Assigned> assigned = new HashMap<>();
    private final Queue<Runnable> changes = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private Instant lastCommit;
    private volatile Instant lastPoll;
    private volatile boolean draining;
    private volatile boolean closed;

    public Intake(
            KafkaClients kafka,
            EventLog log,
            Runs runs,
            LostRuns lostRuns,
            Codec codec,
            DeadLetters deadLetters,
            Clock clock,
            String executorId,
            ExecutorConfig config) {
        this.log = log;
        this.runs = runs;
        this.lostRuns = lostRuns;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.executorId = executorId;
        commands = new Commands(codec);
        maxWaiting = config.maxWaiting();
        lastPoll = clock.instant();
        lastCommit = lastPoll;
        consumer = kafka.consumer(groupSettings(config.group()));
        consumer.subscribe(List.of(Topics.COMMANDS), new Rebalances());
        thread = Thread.ofPlatform().name("intake").start(this::run);
    }

    private static Map<String, Object> groupSettings(String group) {
        return Map.of(
                ConsumerConfig.GROUP_ID_CONFIG,
                group,
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "classic",
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                6_000,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                2_000,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                100);
    }

    /** When the group's consumer last went round. */
    public Instant lastPoll() {
        return lastPoll;
    }

    /** Takes no further command; what is at work goes on. */
    public void drain() {
        draining = true;
        consumer.wakeup();
    }

    private void run() {
        while (!closed) {
            try {
                applyChanges();
                pauseOrResume();
                consumer.poll(POLL).forEach(this::take);
                lastPoll = clock.instant();
                commitNowAndThen();
            } catch (WakeupException e) {
                // Something has changed: the next turn of the loop looks what.
            } catch (KafkaException e) {
                // Kafka's client retries on its own; what it reports here must not end the thread.
                LOG.warnf("taking commands: %s", e.getMessage());
            }
        }
        commit(assigned.keySet());
        consumer.close();
    }

    private void applyChanges() {
        for (var change = changes.poll(); change != null; change = changes.poll()) {
            change.run();
        }
    }

    private void pauseOrResume() {
        boolean full = draining || runs.waiting() >= maxWaiting;
        assigned.forEach((partition, state) -> {
            var one = List.of(partition);
            if (full || state.owned == null) {
                consumer.pause(one);
            } else {
                consumer.resume(one);
            }
        });
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var state = assigned.get(new TopicPartition(record.topic(), record.partition()));
        if (state == null || state.owned == null || state.started == null) {
            return;
        }
        state.offsets.read(record.offset());
        try {
            switch (commands.read(record)) {
                case StartRun start -> start(record, start, state, state.owned, state.started);
                case CancelRun cancel -> {
                    runs.cancel(cancel);
                    state.offsets.settle(record.offset());
                }
                default -> throw new IllegalStateException("Commands reads commands only");
            }
        } catch (UndecodableException | InvalidCommandException e) {
            deadLetters
                    .send(record, String.valueOf(e.getMessage()))
                    .thenRun(() -> state.offsets.settle(record.offset()));
        }
    }

    private void start(
            ConsumerRecord<byte[], byte[]> record,
            StartRun start,
            Assigned state,
            OwnedPartition owned,
            StartedRuns started) {
        if (!started.add(start.getRunId(), Instant.ofEpochMilli(record.timestamp()))) {
            state.offsets.settle(record.offset());
            return;
        }
        runs.submit(
                new Runs.Order(
                        start,
                        owned,
                        log.writer(),
                        executorId,
                        () -> state.offsets.settle(record.offset())));
    }

    private void commitNowAndThen() {
        if (lastCommit.plus(COMMIT_INTERVAL).isBefore(clock.instant())) {
            commit(assigned.keySet());
            lastCommit = clock.instant();
        }
    }

    private void commit(Collection<TopicPartition> partitions) {
        var offsets = new HashMap<TopicPartition, OffsetAndMetadata>();
        for (var partition : partitions) {
            var state = assigned.get(partition);
            if (state != null && state.owned != null && state.advance()) {
                offsets.put(partition, new OffsetAndMetadata(state.committed));
            }
        }
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets, Duration.ofSeconds(5));
        } catch (KafkaException e) {
            // A command that is read again starts nothing again: the log knows what has started.
            LOG.warnf("committing: %s", e.getMessage());
            assigned.values().forEach(state -> state.committed = -1);
        }
    }

    private void own(TopicPartition partition, Assigned state, Taken taken) {
        if (assigned.get(partition) != state) {
            return;
        }
        state.started = new StartedRuns(taken.startedRuns());
        state.owned = taken.owned();
        taken.owned().onLost(() -> change(() -> reclaim(partition, state)));
        Thread.ofVirtual()
                .name("lost-runs-" + partition.partition())
                .start(() ->
                        taken.openRuns()
                                .forEach(run ->
                                        lostRuns.end(
                                                run, taken.owned(), log.writer(), executorId)));
    }

    /**
     * The log says that another took the partition, but the group still gives it to this process.
     */
    private void reclaim(TopicPartition partition, Assigned state) {
        if (assigned.get(partition) == state) {
            LOG.warnf("partition %d: lost, taking it again", partition.partition());
            log.release(partition.partition());
            claim(partition, state.offsets.committable());
        }
    }

    private void claim(TopicPartition partition, long first) {
        consumer.pause(List.of(partition));
        consumer.seek(partition, first);
        var state = new Assigned(new CommandOffsets(first));
        assigned.put(partition, state);
        log.take(partition.partition(), first)
                .thenAccept(taken -> change(() -> own(partition, state, taken)));
    }

    private void change(Runnable change) {
        changes.add(change);
        consumer.wakeup();
    }

    private void giveUp(Collection<TopicPartition> partitions) {
        for (var partition : partitions) {
            log.release(partition.partition());
            assigned.remove(partition);
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is known of one assigned partition; owned once its events are this process's. */
    private static final class Assigned {

        final CommandOffsets offsets;
        @Nullable OwnedPartition owned;
        @Nullable StartedRuns started;
        long committed = -1;

        Assigned(CommandOffsets offsets) {
            this.offsets = offsets;
        }

        /** Whether there is more to commit than before. */
        boolean advance() {
            long committable = offsets.committable();
            boolean more = committable > committed;
            committed = Math.max(committed, committable);
            return more;
        }
    }

    /** Follows the group's decisions, on the intake's thread, within a poll. */
    private final class Rebalances implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            partitions.forEach(partition -> claim(partition, consumer.position(partition)));
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            commit(partitions);
            giveUp(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            giveUp(partitions);
        }
    }
}
