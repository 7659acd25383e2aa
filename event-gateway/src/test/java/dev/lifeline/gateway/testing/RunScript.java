package dev.lifeline.gateway.testing;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.MessageDelta;
import dev.lifeline.schemas.avro.Started;
import dev.lifeline.schemas.avro.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** The events of one run, as the executor of an epoch would write them. */
public record RunScript(UserKey user, RunId run, String executor, long epoch) {

    public static RunScript of(UserKey user, String executor, long epoch) {
        return new RunScript(
                user, new RunId(UuidCreator.getTimeOrderedEpoch().toString()), executor, epoch);
    }

    /** The same run in another executor's hand. */
    public RunScript by(String another, long anotherEpoch) {
        return new RunScript(user, run, another, anotherEpoch);
    }

    /** A whole run of that many events. */
    public List<AgentEvent> events(int count) {
        var events = new ArrayList<AgentEvent>();
        events.add(started());
        LongStream.range(2, count).forEach(i -> events.add(delta(i, "word" + i + " ")));
        events.add(completed(count));
        return events;
    }

    public AgentEvent started() {
        var section =
                Started.newBuilder()
                        .setInput("question")
                        .setDeadline(now().plusSeconds(120))
                        .setModel("scripted")
                        .build();
        return envelope(1, EventTypes.AGENT_STARTED).setStarted(section).build();
    }

    public AgentEvent delta(long sequence, String text) {
        var section =
                MessageDelta.newBuilder()
                        .setStep(1)
                        .setMessageId("m1")
                        .setDelta(text)
                        .setIndex((int) sequence - 2)
                        .build();
        return envelope(sequence, EventTypes.MESSAGE_DELTA).setMessage(section).build();
    }

    public AgentEvent completed(long sequence) {
        var usage =
                Usage.newBuilder()
                        .setInputTokens(1)
                        .setOutputTokens(1)
                        .setModelCalls(1)
                        .setToolCalls(0)
                        .build();
        var section =
                Completed.newBuilder()
                        .setOutcome("SUCCEEDED")
                        .setResult("answer")
                        .setUsage(usage)
                        .setDurationMs(5)
                        .build();
        return envelope(sequence, EventTypes.AGENT_COMPLETED).setCompleted(section).build();
    }

    private AgentEvent.Builder envelope(long sequence, String type) {
        return AgentEvent.newBuilder()
                .setId(run.text() + ":" + sequence)
                .setType(type)
                .setRunId(run.text())
                .setSequence(sequence)
                .setAttempt(1)
                .setTenantId(user.tenantId())
                .setUserId(user.userId())
                .setThreadId(run.text())
                .setAgent("researcher")
                .setExecutorId(executor)
                .setOwnerEpoch(epoch)
                .setOccurredAt(now())
                .setTruncated(Map.of())
                .setRedacted(false);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
