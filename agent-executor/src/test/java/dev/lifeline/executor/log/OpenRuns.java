package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** What a partition's next owner reads of a run, for tests that have no broker. */
public final class OpenRuns {

    private static final Codec CODEC = new Codec();

    private OpenRuns() {}

    /**
     * The one run that these events leave open.
     *
     * @param yielded epochs whose owners gave the partition up in good order
     */
    public static OpenRun in(List<AgentEvent> events, Set<Long> yielded) {
        return allIn(events, yielded).getFirst();
    }

    /** The runs that these events leave open. */
    public static List<OpenRun> allIn(List<AgentEvent> events, Set<Long> yielded) {
        var history = new PartitionHistory(CODEC);
        long epoch = 0;
        for (var event : events) {
            if (event.getOwnerEpoch() > epoch && yielded.contains(epoch)) {
                history.add(yielded(epoch));
            }
            epoch = event.getOwnerEpoch();
            history.add(record(CODEC.encode(event), Headers.of(event)));
        }
        if (yielded.contains(epoch)) {
            history.add(yielded(epoch));
        }
        return history.openRuns();
    }

    /** A partition that has just been taken. */
    public static OwnedPartition owned(long epoch) {
        return new OwnedPartition(0, epoch, 0, Instant.now());
    }

    /** The partition is another's from now on. */
    public static void lose(OwnedPartition owned) {
        owned.lose();
    }

    private static ConsumerRecord<byte[], byte[]> yielded(long epoch) {
        var control = new OwnerControl("executor-" + epoch, epoch, 1, 0L);
        return record(CODEC.encode(control), Headers.control(Headers.YIELD));
    }

    /** What a writer is told that is dead to the log. */
    public static OwnershipLostException ownershipLost() {
        return new OwnershipLostException(0, 1);
    }

    private static ConsumerRecord<byte[], byte[]> record(byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                Topics.EVENTS,
                0,
                0,
                0,
                TimestampType.LOG_APPEND_TIME,
                0,
                value.length,
                null,
                value,
                headers,
                Optional.empty());
    }
}
