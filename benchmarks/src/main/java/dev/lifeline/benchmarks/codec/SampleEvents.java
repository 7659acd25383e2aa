package dev.lifeline.benchmarks.codec;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.MessageDelta;
import dev.lifeline.schemas.avro.ToolCall;
import dev.lifeline.schemas.avro.ToolResult;
import java.time.Instant;

/** Events as runs write them: mostly a few words, now and then a large result. */
final class SampleEvents {

    private static final String RUN = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
    private static final int LARGE = 16 * 1024;

    private SampleEvents() {}

    static AgentEvent of(String size) {
        return switch (size) {
            case "delta" ->
                    envelope(EventTypes.MESSAGE_DELTA)
                            .setMessage(new MessageDelta(2, RUN + "-2", "a lighthouse shines ", 7))
                            .build();
            case "tool" ->
                    envelope(EventTypes.TOOL_EXECUTING)
                            .setToolCall(
                                    new ToolCall(
                                            1,
                                            "call_1",
                                            "calculator",
                                            "{\"expression\":\"2.08 * (sqrt(60) + sqrt(8))\"}"))
                            .build();
            case "large" ->
                    envelope(EventTypes.TOOL_COMPLETED)
                            .setToolResult(
                                    ToolResult.newBuilder()
                                            .setStep(1)
                                            .setToolCallId("call_1")
                                            .setToolName("search")
                                            .setStatus("OK")
                                            .setResult(
                                                    '"' + "lorem ipsum ".repeat(LARGE / 12) + '"')
                                            .setDurationMs(120)
                                            .build())
                            .build();
            default -> throw new IllegalArgumentException("no sample of the size " + size);
        };
    }

    private static AgentEvent.Builder envelope(String type) {
        return AgentEvent.newBuilder()
                .setId(RUN + ":12")
                .setType(type)
                .setRunId(RUN)
                .setSequence(12)
                .setAttempt(1)
                .setTenantId("default")
                .setUserId("alice")
                .setThreadId(RUN)
                .setAgent("researcher")
                .setExecutorId("executor-1")
                .setOwnerEpoch(3)
                .setOccurredAt(Instant.parse("2026-11-23T07:40:12.345678Z"))
                .setTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }
}
