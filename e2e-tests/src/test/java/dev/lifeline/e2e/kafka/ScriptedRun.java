package dev.lifeline.e2e.kafka;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.MessageDelta;
import dev.lifeline.schemas.avro.StartRun;
import dev.lifeline.schemas.avro.Started;
import dev.lifeline.schemas.avro.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run whose events a test makes up, as {@link EventPen} writes them. */
public record ScriptedRun(UserKey user, String runId) {

    static final String EXECUTOR = "executor-pen";
    static final long EPOCH = 1;

    private static final String AGENT = "researcher";

    /** A new run of that user. */
    public static ScriptedRun of(UserKey user) {
        return new ScriptedRun(user, Orders.newRunId());
    }

    /** All its events, that many; this text is its input and what it says. */
    public List<AgentEvent> events(int count, String text) {
        var events = new ArrayList<AgentEvent>();
        events.add(started(text));
        for (int sequence = 2; sequence < count; sequence++) {
            events.add(delta(sequence, text));
        }
        events.add(completed(count));
        return events;
    }

    StartRun command() {
        return new StartRun(
                runId,
                user.tenantId(),
                user.userId(),
                AGENT,
                "Go.",
                runId,
                null,
                null,
                now(),
                null);
    }

    private AgentEvent started(String input) {
        var section =
                Started.newBuilder()
                        .setInput(input)
                        .setDeadline(now().plusSeconds(600))
                        .setModel("scripted")
                        .build();
        return envelope(1, EventTypes.AGENT_STARTED).setStarted(section).build();
    }

    private AgentEvent delta(int sequence, String text) {
        var section =
                MessageDelta.newBuilder()
                        .setStep(1)
                        .setMessageId("message-1")
                        .setDelta(text)
                        .setIndex(sequence - 2)
                        .build();
        return envelope(sequence, EventTypes.MESSAGE_DELTA).setMessage(section).build();
    }

    private AgentEvent completed(int sequence) {
        var section =
                Completed.newBuilder()
                        .setOutcome("SUCCEEDED")
                        .setResult("Gone.")
                        .setUsage(new Usage(1L, 1L, 1, 0))
                        .setDurationMs(5)
                        .build();
        return envelope(sequence, EventTypes.AGENT_COMPLETED).setCompleted(section).build();
    }

    private AgentEvent.Builder envelope(int sequence, String type) {
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
                .setExecutorId(EXECUTOR)
                .setOwnerEpoch(EPOCH)
                .setOccurredAt(now())
                .setTruncated(Map.of())
                .setRedacted(false);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
