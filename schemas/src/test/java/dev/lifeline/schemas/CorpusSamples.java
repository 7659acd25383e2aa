package dev.lifeline.schemas;

import dev.lifeline.schemas.avro.AgentDescription;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.AgentStats;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.Delivery;
import dev.lifeline.schemas.avro.ErrorDetail;
import dev.lifeline.schemas.avro.Evidence;
import dev.lifeline.schemas.avro.MessageDelta;
import dev.lifeline.schemas.avro.ModelTurn;
import dev.lifeline.schemas.avro.OpenTool;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.Percentiles;
import dev.lifeline.schemas.avro.RequestedTool;
import dev.lifeline.schemas.avro.RunStatus;
import dev.lifeline.schemas.avro.StartRun;
import dev.lifeline.schemas.avro.Started;
import dev.lifeline.schemas.avro.Thinking;
import dev.lifeline.schemas.avro.ToolCall;
import dev.lifeline.schemas.avro.ToolDescription;
import dev.lifeline.schemas.avro.ToolResult;
import dev.lifeline.schemas.avro.Usage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record of every kind, by the name it has in the corpus; together they fill every field that
 * there is. Whoever adds a field, an event type or a record fills it here.
 */
final class CorpusSamples {

    private static final String RUN = "0199a1b2-c3d4-7e5f-8a6b-0123456789ab";
    private static final String EARLIER_RUN = "0199a1b2-0000-7000-8000-000000000001";
    private static final String PARENT_RUN = "0199a1b2-0000-7000-8000-000000000002";
    private static final String TENANT = "acme/Zürich";
    private static final String USER = "alice 😀";
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00.000001Z");
    private static final Usage USAGE = new Usage(1_234L, 567L, 3, 2);

    private CorpusSamples() {}

    static SequencedMap<String, SpecificRecord> all() {
        var all = new LinkedHashMap<String, SpecificRecord>();
        events().forEach(event -> all.putIfAbsent(event.getType(), event));
        all.put("tool_completed-failed", failedTool());
        all.put("agent_completed-failed", failedRun());
        all.put("owner", new OwnerControl("executor-1", 7L, 0, null));
        all.put("beat", new OwnerControl("executor-1", 7L, 2, 9_876_543_210L));
        all.put("yield", new OwnerControl("executor-1", 7L, 1, 9_876_543_210L));
        all.put("StartRun", startRun());
        all.put("CancelRun", new CancelRun(RUN, TENANT, USER, "no longer needed", NOON));
        all.put("RunStatus", runStatus());
        all.put("Alert", alert());
        all.put("AgentStats", agentStats());
        all.put("Delivery", new Delivery(TENANT, USER, "c-1", "gateway-1", 11, 4_711L, NOON));
        all.put("AgentDescription", agentDescription());
        return all;
    }

    /** The events of a run that goes well, one of each type. */
    private static List<AgentEvent> events() {
        var calls =
                List.of(
                        new RequestedTool(
                                "call_1", "search", "{\"query\":\"Übergrößenträger 😀\"}"),
                        new RequestedTool("call_2", "calculator", "{\"expression\":1.10}"));
        return List.of(
                event(1, EventTypes.AGENT_STARTED)
                        .setStarted(new Started("What is \"2+2\"?\n\tשלום", NOON, "model-1"))
                        .build(),
                event(2, EventTypes.AGENT_THINKING)
                        .setThinking(new Thinking(1, "Two calls at once."))
                        .build(),
                event(3, EventTypes.MODEL_COMPLETED)
                        .setTurn(new ModelTurn(1, "Let me see.", calls, "TOOL_EXECUTION", USAGE))
                        .build(),
                event(4, EventTypes.TOOL_EXECUTING)
                        .setToolCall(new ToolCall(1, "call_1", "search", secretArguments()))
                        .setRedacted(true)
                        .build(),
                event(5, EventTypes.TOOL_COMPLETED)
                        .setToolResult(
                                new ToolResult(1, "call_1", "search", "OK", "[\"cut he", null, 42L))
                        .setTruncated(Map.of("result", 70_000L))
                        .build(),
                event(6, EventTypes.MESSAGE_DELTA)
                        .setMessage(new MessageDelta(2, "msg_1_2", "It is ½ of 8.", 0))
                        .build(),
                event(7, EventTypes.AGENT_COMPLETED)
                        .setCompleted(
                                new Completed("SUCCEEDED", "It is ½ of 8.", null, USAGE, 2_500L))
                        .build());
    }

    private static String secretArguments() {
        return "{\"query\":null,\"api_key\":\"[redacted]\",\"deep\":[{\"n\":12345678901234567890}]}";
    }

    private static AgentEvent failedTool() {
        var error = new ErrorDetail("tool_error", "The page answered 503.");
        return event(5, EventTypes.TOOL_COMPLETED)
                .setToolResult(new ToolResult(1, "call_1", "search", "ERROR", null, error, 5_000L))
                .build();
    }

    private static AgentEvent failedRun() {
        var error = new ErrorDetail("turn_limit", "The run used all of its 16 model turns.");
        return event(8, EventTypes.AGENT_COMPLETED)
                .setCompleted(new Completed("FAILED", null, error, USAGE, 60_000L))
                .build();
    }

    private static AgentEvent.Builder event(long sequence, String type) {
        return AgentEvent.newBuilder()
                .setId(RUN + ":" + sequence)
                .setType(type)
                .setRunId(RUN)
                .setSequence(sequence)
                .setAttempt(2)
                .setTenantId(TENANT)
                .setUserId(USER)
                .setThreadId(EARLIER_RUN)
                .setParentRunId(PARENT_RUN)
                .setPreviousRunId(EARLIER_RUN)
                .setAgent("researcher")
                .setExecutorId("executor-1")
                .setOwnerEpoch(7)
                .setOccurredAt(NOON.plusMillis(sequence))
                .setTraceparent(TRACE);
    }

    private static StartRun startRun() {
        return new StartRun(
                RUN,
                TENANT,
                USER,
                "researcher",
                "What is 2+2?",
                EARLIER_RUN,
                EARLIER_RUN,
                "PT5M",
                NOON,
                TRACE);
    }

    private static RunStatus runStatus() {
        return RunStatus.newBuilder()
                .setRunId(RUN)
                .setTenantId(TENANT)
                .setUserId(USER)
                .setAgent("researcher")
                .setThreadId(EARLIER_RUN)
                .setState("ENDED")
                .setOutcome("FAILED")
                .setAcceptedAt(NOON)
                .setStartedAt(NOON.plusSeconds(1))
                .setEndedAt(NOON.plusSeconds(61))
                .setDeadline(NOON.plusSeconds(300))
                .setLastEventAt(NOON.plusSeconds(61))
                .setLastSequence(8)
                .setLastType(EventTypes.AGENT_COMPLETED)
                .setStep(2)
                .setOpenTools(List.of(new OpenTool("call_2", "calculator", NOON)))
                .setAttempt(2)
                .setExecutorId("executor-1")
                .setUsage(USAGE)
                .setError(new ErrorDetail("turn_limit", "The run used all of its 16 model turns."))
                .setFirstOffset(100L)
                .setLastOffset(107L)
                .setPartition(11)
                .setFiring(List.of("no_progress", "deadline_passed"))
                .build();
    }

    private static Alert alert() {
        return Alert.newBuilder()
                .setAlertId(RUN + "|no_progress|1")
                .setKind("no_progress")
                .setState("RESOLVED")
                .setTenantId(TENANT)
                .setUserId(USER)
                .setRunId(RUN)
                .setAgent("researcher")
                .setFiredAt(NOON.plusSeconds(30))
                .setDueAt(NOON.plusSeconds(29))
                .setResolvedAt(NOON.plusSeconds(61))
                .setResolvedBy(RUN + ":8")
                .setSummary("The run has made no progress for 30 s.")
                .setEvidence(new Evidence(RUN + ":4", 11, 103L))
                .setFirstEvidence(new Evidence(RUN + ":1", 11, 99L))
                .setAction("Look at its executor.")
                .setTraceparent(TRACE)
                .build();
    }

    private static AgentStats agentStats() {
        return new AgentStats(
                "researcher",
                NOON,
                NOON.plusSeconds(60),
                12L,
                Map.of("SUCCEEDED", 9L),
                3L,
                new Percentiles(1_200L, 4_800L, 9_900L),
                new Percentiles(8L, 21L, 55L),
                Map.of("search", 1L));
    }

    private static AgentDescription agentDescription() {
        var schema = "{\"type\":\"object\",\"properties\":{\"query\":{\"type\":\"string\"}}}";
        return new AgentDescription(
                "researcher",
                "Finds out what documents say.",
                List.of(new ToolDescription("search", "Searches documents.", schema, true)),
                "PT5M");
    }
}
