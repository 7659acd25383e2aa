package dev.lifeline.executor.log;

import static dev.lifeline.schemas.EventTypes.AGENT_COMPLETED;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.PatientConsumer;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds one user's runs in the log without an index: the command by the time in the run's id, the
 * run's last event from the time of its command on. Not thread-safe.
 */
final class PastRunSearch {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CALL = Duration.ofSeconds(1);

    /** A given id may be 5 minutes off, and clocks differ a little. */
    private static final Duration ID_SKEW = Duration.ofMinutes(6);

    /**
     * How much the clocks of two partitions' brokers may differ; long enough for an owner's beats
     * to tell whose records count.
     */
    private static final Duration BROKER_SKEW = Duration.ofMinutes(1);

    private final PatientConsumer<byte[]> reader;
    private final Codec codec;
    private final byte[] key;
    private final TopicPartition commands;
    private final TopicPartition events;
    private final BooleanSupplier goesOn;

    /**
     * @param goesOn nothing more is found once it says no
     */
    PastRunSearch(
            PatientConsumer<byte[]> reader,
            Codec codec,
            UserKey user,
            int partition,
            BooleanSupplier goesOn) {
        this.reader = reader;
        this.codec = codec;
        this.goesOn = goesOn;
        key = user.bytes();
        commands = new TopicPartition(Topics.COMMANDS, partition);
        events = new TopicPartition(Topics.EVENTS, partition);
    }

    /** The run, if it is the user's and the log still has its command. */
    Optional<PastRun> find(RunId run) {
        return !goesOn.getAsBoolean()
                ? Optional.empty()
                : command(run)
                        .map(asked ->
                                new PastRun(
                                        asked.command().getPreviousRunId(),
                                        asked.command().getInput(),
                                        answer(run, asked.at())));
    }

    private Optional<Asked> command(RunId run) {
        reader.assign(List.of(commands));
        long from = offsetAt(commands, run.time().minus(ID_SKEW));
        long until = offsetAt(commands, run.time().plus(ID_SKEW));
        return first(commands, from, until, record -> asked(record, run));
    }

    /** What the command asks for that this is, if it is the run's. */
    private Optional<Asked> asked(ConsumerRecord<byte[], byte[]> record, RunId run) {
        if (!Arrays.equals(record.key(), key)) {
            return Optional.empty();
        }
        try {
            var command = codec.decode(record.value(), StartRun.class);
            return Optional.of(new Asked(command, Instant.ofEpochMilli(record.timestamp())))
                    .filter(asked -> command.getRunId().equals(run.text()));
        } catch (UndecodableException e) {
            // It cancels a run, or is no command: the intake has judged it.
            return Optional.empty();
        }
    }

    private String answer(RunId run, Instant begin) {
        reader.assign(List.of(events));
        long from = offsetAt(events, begin.minus(BROKER_SKEW));
        var rule = new OwnershipRule();
        return first(events, from, end(events), record -> result(record, run, rule)).orElse("");
    }

    /** The run's result, if this is its last event and counts. */
    private Optional<String> result(
            ConsumerRecord<byte[], byte[]> record, RunId run, OwnershipRule rule) {
        try {
            String kind = Headers.text(record.headers(), Headers.CONTROL);
            if (kind != null) {
                see(kind, codec.decode(record.value(), OwnerControl.class), rule);
                return Optional.empty();
            }
            if (!isEndOf(record, run)) {
                return Optional.empty();
            }
            var event = codec.decode(record.value(), AgentEvent.class);
            if (!rule.admits(event.getOwnerEpoch(), event.getExecutorId())) {
                return Optional.empty();
            }
            String result = event.getCompleted().getResult();
            return Optional.of(result == null ? "" : result);
        } catch (UndecodableException e) {
            return Optional.empty();
        }
    }

    private static void see(String kind, OwnerControl control, OwnershipRule rule) {
        var _ =
                kind.equals(Headers.OWNER)
                        ? rule.takes(control.getOwnerEpoch(), control.getExecutorId())
                        : rule.admits(control.getOwnerEpoch(), control.getExecutorId());
    }

    private boolean isEndOf(ConsumerRecord<byte[], byte[]> record, RunId run) {
        return Arrays.equals(record.key(), key)
                && run.text().equals(Headers.text(record.headers(), Headers.SUBJECT))
                && (Headers.TYPE_PREFIX + AGENT_COMPLETED)
                        .equals(Headers.text(record.headers(), Headers.TYPE));
    }

    /** The first match in a part of the partition that is assigned. */
    private <T> Optional<T> first(
            TopicPartition partition,
            long from,
            long until,
            Function<ConsumerRecord<byte[], byte[]>, Optional<T>> match) {
        reader.seek(partition, from);
        while (goesOn.getAsBoolean() && reader.position(partition, CALL) < until) {
            for (var record : reader.poll(POLL)) {
                var found = match.apply(record);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private long offsetAt(TopicPartition partition, Instant time) {
        // An id may hold any time, and Kafka refuses those before its own.
        long millis = Math.max(0, time.toEpochMilli());
        var found = reader.offsetsForTimes(Map.of(partition, millis), CALL).get(partition);
        return found == null ? end(partition) : found.offset();
    }

    private long end(TopicPartition partition) {
        return reader.endOffsets(List.of(partition), CALL).getOrDefault(partition, 0L);
    }

    /**
     * A command.
     *
     * @param at when it was written, by the log
     */
    private record Asked(StartRun command, Instant at) {}
}
