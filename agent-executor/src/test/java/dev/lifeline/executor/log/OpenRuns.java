package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/** What a partition's next owner reads of a run, for tests that have no broker. */
public final class OpenRuns {

    private static final Codec CODEC = new Codec();

    private OpenRuns() {}

    /** The one run that these events leave open. */
    public static OpenRun in(List<AgentEvent> events) {
        return allIn(events).getFirst();
    }

    /** The runs that these events leave open. */
    public static List<OpenRun> allIn(List<AgentEvent> events) {
        var history = new PartitionHistory(CODEC);
        for (var event : events) {
            history.add(record(event));
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

    /** What a writer is told that is dead to the log. */
    public static OwnershipLostException ownershipLost() {
        return new OwnershipLostException(0, 1);
    }

    private static ConsumerRecord<byte[], byte[]> record(AgentEvent event) {
        byte[] value = CODEC.encode(event);
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
                Headers.of(event),
                Optional.empty());
    }
}
