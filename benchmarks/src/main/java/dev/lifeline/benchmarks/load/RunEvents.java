package dev.lifeline.benchmarks.load;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.MessageDelta;
import dev.lifeline.schemas.avro.Started;
import dev.lifeline.schemas.avro.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The events of one run, as its executor builds them. */
public record RunEvents(UserKey user, String runId) {

    private static final String AGENT = "researcher";

    /** A user's run, whose id is a UUIDv7 of that time, with user and number as random bits. */
    public static RunEvents of(UserKey user, Instant at, long number) {
        long low = Long.MIN_VALUE | (user.hashCode() & 0x3fff_ffffL) << 32 | number;
        return new RunEvents(user, new UUID(at.toEpochMilli() << 16 | 0x7000, low).toString());
    }

    /** Its first event. */
    public AgentEvent started(Instant at, Instant deadline) {
        var started = new Started("How far is the horizon?", deadline, "scripted");
        return envelope(EventTypes.AGENT_STARTED, 1, at).setStarted(started).build();
    }

    /** An event between its first and its last. */
    public AgentEvent says(int sequence, Instant at, String text) {
        var delta = new MessageDelta(1, runId + "-1", text, sequence - 2);
        return envelope(EventTypes.MESSAGE_DELTA, sequence, at).setMessage(delta).build();
    }

    /** Its last event. */
    public AgentEvent completed(int sequence, Instant at) {
        var completed =
                Completed.newBuilder()
                        .setOutcome("SUCCEEDED")
                        .setResult("five kilometres")
                        .setUsage(new Usage(1L, 1L, 1, 0))
                        .setDurationMs(1)
                        .build();
        return envelope(EventTypes.AGENT_COMPLETED, sequence, at).setCompleted(completed).build();
    }

    private AgentEvent.Builder envelope(String type, int sequence, Instant at) {
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
}
