package dev.lifeline.schemas;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.ToolCall;
import java.time.Instant;

/** Events for tests. */
final class Samples {

    static final String RUN = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";

    private Samples() {}

    static AgentEvent toolExecuting(String arguments) {
        return AgentEvent.newBuilder()
                .setId(RUN + ":4")
                .setType(EventTypes.TOOL_EXECUTING)
                .setRunId(RUN)
                .setSequence(4)
                .setAttempt(1)
                .setTenantId("default")
                .setUserId("alice")
                .setThreadId(RUN)
                .setAgent("researcher")
                .setExecutorId("executor-1")
                .setOwnerEpoch(3)
                .setOccurredAt(Instant.parse("2026-11-23T07:40:12.345678Z"))
                .setToolCall(
                        ToolCall.newBuilder()
                                .setStep(1)
                                .setToolCallId("call_1")
                                .setToolName("calculator")
                                .setArguments(arguments)
                                .build())
                .build();
    }
}
