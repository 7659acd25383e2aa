package dev.lifeline.benchmarks.load;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.MessageDelta;
import dev.lifeline.schemas.avro.Started;
import dev.lifeline.schemas.avro.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Writes one user's runs, one after the other and all of the same length, whose ids ascend. Not
 * thread-safe.
 */
public final class Author {

    private static final String AGENT = "researcher";
    private static final Duration DEADLINE = Duration.ofMinutes(15);

    private final EventPen pen;
    private final UserKey user;
    private final byte[] key;
    private final int partition;
    private final int runLength;
    private final String text;
    private long number;
    private String runId = "";
    private int sequence;
    private long written;

    /**
     * @param runLength events of a run, two at least
     * @param text of each event between its first and its last
     */
    public Author(EventPen pen, UserKey user, int runLength, String text) {
        this.pen = pen;
        this.user = user;
        this.key = user.bytes();
        this.partition = user.partition(pen.partitions());
        this.runLength = runLength;
        this.text = text;
    }

    /** Writes the next event, which says that it happened then. */
    public void write(Instant occurredAt) {
        if (sequence % runLength == 0) {
            sequence = 0;
            runId = runId(occurredAt, number++);
        }
        sequence++;
        pen.write(partition, key, event(occurredAt));
        written++;
    }

    /** How many events it has written. */
    public long written() {
        return written;
    }

    private AgentEvent event(Instant at) {
        if (sequence == 1) {
            var started = new Started("How far is the horizon?", at.plus(DEADLINE), "scripted");
            return envelope(EventTypes.AGENT_STARTED, at).setStarted(started).build();
        }
        if (sequence == runLength) {
            return envelope(EventTypes.AGENT_COMPLETED, at).setCompleted(completed()).build();
        }
        var delta = new MessageDelta(1, runId + "-1", text, sequence - 2);
        return envelope(EventTypes.MESSAGE_DELTA, at).setMessage(delta).build();
    }

    private static Completed completed() {
        return Completed.newBuilder()
                .setOutcome("SUCCEEDED")
                .setResult("five kilometres")
                .setUsage(new Usage(1L, 1L, 1, 0))
                .setDurationMs(1)
                .build();
    }

    private AgentEvent.Builder envelope(String type, Instant at) {
        return AgentEvent.newBuilder()
                .setId(runId + ":" + sequence)
                .setType(type)
                .setRunId(runId)
                .setSequence(sequence)
                .setAttempt(1)
                .setTenantId(user.tenantId())
                .setUserId(user.userId())
                .setThreadId(runId)
                .setAgent(AGENT)
                .setExecutorId(EventPen.EXECUTOR)
                .setOwnerEpoch(EventPen.EPOCH)
                .setOccurredAt(at)
                .setTruncated(Map.of())
                .setRedacted(false);
    }

    /** A UUIDv7 of that time, and of the user and the run's number in place of the random bits. */
    private String runId(Instant at, long runNumber) {
        long low = Long.MIN_VALUE | (user.hashCode() & 0x3fff_ffffL) << 32 | runNumber;
        return new UUID(at.toEpochMilli() << 16 | 0x7000, low).toString();
    }
}
