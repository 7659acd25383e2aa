package dev.lifeline.executor.intake;

import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.EventLog;
import dev.lifeline.executor.log.KafkaClients;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.executor.run.Order;
import dev.lifeline.executor.run.PartitionAppender;
import dev.lifeline.executor.run.Runs;
import dev.lifeline.executor.run.Takeover;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/**
 * Takes commands from the partitions that the group gives to this process. A partition's commands
 * are read only once its events are owned; a command is settled only once its effect is in the log.
 * One thread does all of this.
 */
public final class Intake implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Intake.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration COMMIT_INTERVAL = Duration.ofSeconds(1);

    /** To say so in the log, to commit, and to leave the group, even with a slow Kafka. */
    private static final Duration LEAVING = Duration.ofSeconds(15);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final EventLog log;
    private final Runs runs;
    private final Commands commands;
    private final DeadLetters deadLetters;
    private final Clock clock;
    private final String executorId;
    private final Assignment assignment;
    private final Duration endsWithin;
    private final Thread thread;
    private Instant lastCommit;
    private volatile Instant lastPoll;
    private volatile boolean draining;
    private volatile boolean closed;

    public Intake(
            KafkaClients kafka,
            EventLog log,
            Runs runs,
            Takeover takeover,
            Codec codec,
            DeadLetters deadLetters,
            Clock clock,
            String executorId,
            ExecutorConfig config) {
        this.log = log;
        this.runs = runs;
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.executorId = executorId;
        commands = new Commands(codec);
        endsWithin = config.yieldPatience().plus(LEAVING);
        lastPoll = clock.instant();
        lastCommit = lastPoll;
        consumer = kafka.consumer(groupSettings(config.group()));
        assignment = new Assignment(consumer, log, takeover, executorId);
        consumer.subscribe(List.of(Topics.COMMANDS), assignment);
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

    /** Takes no further command; what is at work goes on, and keeps its partitions. */
    public void drain() {
        draining = true;
        consumer.wakeup();
    }

    private void run() {
        while (!closed) {
            try {
                assignment.applyChanges();
                assignment.pauseOrResume(!draining && runs.hasRoom(), runs::hasRoom);
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
        assignment.giveUpAll();
        consumer.close();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        var state = assignment.get(new TopicPartition(record.topic(), record.partition()));
        var events = state == null ? null : state.events();
        if (state == null || events == null) {
            return;
        }
        state.read(record.offset());
        try {
            switch (commands.read(record)) {
                case StartRun start -> start(record, start, state, events);
                case CancelRun cancel -> {
                    runs.cancel(cancel, () -> state.settle(record.offset()));
                }
                default -> throw new IllegalStateException("Commands reads commands only");
            }
        } catch (UndecodableException | InvalidCommandException e) {
            deadLetters
                    .send(record, String.valueOf(e.getMessage()), executorId)
                    .thenRun(() -> state.settle(record.offset()));
        }
    }

    private void start(
            ConsumerRecord<byte[], byte[]> record,
            StartRun start,
            AssignedPartition state,
            OwnedPartition events) {
        if (!state.isFirst(start.getRunId(), Instant.ofEpochMilli(record.timestamp()))) {
            state.settle(record.offset());
            return;
        }
        runs.submit(
                new Order(
                        start,
                        events,
                        new PartitionAppender(log.writer(), events),
                        executorId,
                        () -> state.settle(record.offset())));
        if (!runs.hasRoom(start.getTenantId())) {
            state.restFor(start.getTenantId());
        }
    }

    private void commitNowAndThen() {
        if (lastCommit.plus(COMMIT_INTERVAL).isBefore(clock.instant())) {
            assignment.commitAll();
            lastCommit = clock.instant();
        }
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            thread.join(endsWithin);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
