package dev.lifeline.benchmarks.announce;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.ToolCall;
import java.time.Instant;

/** The event that every writer announces: a tool call, of the size that is usual for one. */
final class Events {

    private Events() {}

    static UserKey user(int writer) {
        return new UserKey("default", "user-" + writer);
    }

    static AgentEvent of(int writer, String executorId, long ownerEpoch) {
        String runId = "017f22e2-79b0-7cc3-98c4-%012d".formatted(writer);
        return AgentEvent.newBuilder()
                .setId(runId + ":1")
                .setType(EventTypes.TOOL_EXECUTING)
                .setRunId(runId)
                .setSequence(1)
                .setAttempt(1)
                .setTenantId("default")
                .setUserId(user(writer).userId())
                .setThreadId(runId)
                .setAgent("researcher")
                .setExecutorId(executorId)
                .setOwnerEpoch(ownerEpoch)
                .setOccurredAt(Instant.parse("2026-11-23T07:40:12.345678Z"))
                .setTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .setToolCall(
                        new ToolCall(
                                1,
                                "call_1",
                                "calculator",
                                "{\"expression\":\"2.08 * (sqrt(60) + sqrt(8))\"}"))
                .build();
    }
}
