package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.OwnerControl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes one partition: reads what its earlier owners left, appends an owner record with the next
 * epoch, and reads up to it. The first owner record of an epoch wins, so a rival only costs another
 * turn.
 */
final class PartitionClaim {

    private static final Duration POLL = Duration.ofMillis(200);

    /** Commands for one run id lie at most this far apart, clock skew included. */
    private static final Duration REPEATS_WITHIN = Duration.ofMinutes(20);

    private static final long FIRST_STEP_BACK = 1_000;

    private final KafkaConsumer<byte[], byte[]> reader;
    private final EventWriter writer;
    private final Codec codec;
    private final String executorId;
    private final Clock clock;
    private final TopicPartition events;
    private final TopicPartition commands;
    private final BooleanSupplier wanted;

    PartitionClaim(
            KafkaConsumer<byte[], byte[]> reader,
            EventWriter writer,
            Codec codec,
            String executorId,
            Clock clock,
            int partition,
            BooleanSupplier wanted) {
        this.reader = reader;
        this.writer = writer;
        this.codec = codec;
        this.executorId = executorId;
        this.clock = clock;
        this.wanted = wanted;
        events = new TopicPartition(Topics.EVENTS, partition);
        commands = new TopicPartition(Topics.COMMANDS, partition);
    }

    /**
     * @param firstCommand offset from which commands will be read
     * @throws CancellationException if the partition is no longer wanted
     * @throws KafkaException if that cannot be done now
     */
    Claimed take(long firstCommand) {
        var since = clock.instant();
        var oldestCommand = timeOf(firstCommand).filter(time -> time.isBefore(since));
        var history = new PartitionHistory(codec);
        reader.assign(List.of(events));
        reader.seek(events, startFor(oldestCommand.orElse(since).minus(REPEATS_WITHIN)));
        readTo(endOffset(), history);
        return appendOwnerRecord(history);
    }

    /** When the first command that is not yet settled was written, if there is one. */
    private Optional<Instant> timeOf(long command) {
        reader.assign(List.of(commands));
        long end = reader.endOffsets(List.of(commands)).getOrDefault(commands, 0L);
        reader.seek(commands, command);
        while (reader.position(commands) < end) {
            requireWanted();
            var records = reader.poll(POLL).records(commands);
            if (!records.isEmpty()) {
                return Optional.of(Instant.ofEpochMilli(records.getFirst().timestamp()));
            }
        }
        return Optional.empty();
    }

    /** Where to begin so as to meet every open run's first event and every run since that time. */
    private long startFor(Instant time) {
        long begin = reader.beginningOffsets(List.of(events)).getOrDefault(events, 0L);
        long end = endOffset();
        long start = Math.max(begin, Math.min(end - FIRST_STEP_BACK, offsetAt(time).orElse(end)));
        while (true) {
            var probe = new PartitionHistory(codec);
            reader.seek(events, start);
            readTo(end, probe);
            Long oldestOpen = probe.oldestOpenOffset();
            if (oldestOpen != null) {
                return Math.max(begin, Math.min(start, oldestOpen));
            }
            if (start == begin) {
                return begin;
            }
            start = Math.max(begin, start - 2 * (end - start));
        }
    }

    private Optional<Long> offsetAt(Instant time) {
        OffsetAndTimestamp found =
                reader.offsetsForTimes(Map.of(events, time.toEpochMilli())).get(events);
        return Optional.ofNullable(found).map(OffsetAndTimestamp::offset);
    }

    private long endOffset() {
        return reader.endOffsets(List.of(events)).getOrDefault(events, 0L);
    }

    private void readTo(long end, PartitionHistory history) {
        while (reader.position(events) < end) {
            requireWanted();
            reader.poll(POLL).forEach(history::add);
        }
    }

    private Claimed appendOwnerRecord(PartitionHistory history) {
        while (true) {
            long epoch = history.rule().epoch() + 1;
            var written =
                    writer.claim(events.partition(), new OwnerControl(executorId, epoch, 0, null));
            var claimed = readOwnerRecord(history, epoch, written);
            if (claimed.isPresent()) {
                return claimed.get();
            }
        }
    }

    /** Reads to the owner record of that epoch; empty if a rival's came first. */
    private Optional<Claimed> readOwnerRecord(
            PartitionHistory history, long epoch, Future<Void> written) {
        while (true) {
            requireWanted();
            if (written.state() == Future.State.FAILED) {
                var reason = written.exceptionNow();
                throw new KafkaException(
                        "the owner record could not be written: " + reason.getMessage(), reason);
            }
            for (var record : reader.poll(POLL)) {
                var owner = history.add(record);
                if (owner != null && owner.getOwnerEpoch() >= epoch) {
                    boolean mine =
                            owner.getOwnerEpoch() == epoch
                                    && owner.getExecutorId().equals(executorId);
                    reader.seek(events, record.offset() + 1);
                    return mine
                            ? Optional.of(claimed(history, epoch, record.offset() + 1))
                            : Optional.empty();
                }
            }
        }
    }

    private Claimed claimed(PartitionHistory history, long epoch, long position) {
        var owned = new OwnedPartition(events.partition(), epoch, position, clock.instant());
        history.openRuns().forEach(run -> owned.open(run.first().getRunId(), run.firstOffset()));
        return new Claimed(owned, history, position);
    }

    private void requireWanted() {
        if (!wanted.getAsBoolean()) {
            throw new CancellationException("partition " + events.partition() + " was given away");
        }
    }

    /**
     * A partition taken.
     *
     * @param position offset behind the owner record
     */
    record Claimed(OwnedPartition owned, PartitionHistory history, long position) {

        List<OpenRun> openRuns() {
            return history.openRuns();
        }

        Set<String> startedRuns() {
            return history.startedRuns();
        }
    }
}
