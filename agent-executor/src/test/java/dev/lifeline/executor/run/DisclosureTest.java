package dev.lifeline.executor.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.ToolCall;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DisclosureTest {

    @Test
    void replacesValuesUnderKeysThatNameASecretAtAnyDepth() {
        var event =
                Disclosure.of(
                        toolCall(
                                """
                                {"user":"a","api_key":"k","deep":[{"Password":{"x":1},"n":2}],\
                                "maxTokens":5,"token":null,"Set-Cookie":"c"}\
                                """));

        assertThat(event.getToolCall().getArguments())
                .isEqualTo(
                        """
                        {"user":"a","api_key":"[redacted]","deep":[{"Password":"[redacted]","n":2}],\
                        "maxTokens":5,"token":null,"Set-Cookie":"[redacted]"}\
                        """);
        assertThat(event.getRedacted()).isTrue();
    }

    @Test
    void leavesOtherJsonAsTheModelWroteIt() {
        String arguments = "{ \"expression\" : 1.10 }";

        var event = Disclosure.of(toolCall(arguments));

        assertThat(event.getToolCall().getArguments()).isEqualTo(arguments);
        assertThat(event.getRedacted()).isFalse();
        assertThat(event.getTruncated()).isEmpty();
    }

    @Test
    void cutsWhatIsTooLongBetweenCharactersAndSaysItsFullSize() {
        String arguments = "€".repeat(30_000);

        var event = Disclosure.of(toolCall(arguments));

        String kept = event.getToolCall().getArguments();
        assertThat(kept.getBytes(UTF_8)).hasSizeBetween(64 * 1024 - 2, 64 * 1024);
        assertThat(arguments).startsWith(kept);
        assertThat(event.getTruncated()).containsEntry("arguments", 90_000L);
    }

    private static AgentEvent toolCall(String arguments) {
        return AgentEvent.newBuilder()
                .setId("r:1")
                .setType("tool_executing")
                .setRunId("r")
                .setSequence(1)
                .setAttempt(1)
                .setTenantId("default")
                .setUserId("alice")
                .setThreadId("r")
                .setAgent("a")
                .setExecutorId("e")
                .setOwnerEpoch(1)
                .setOccurredAt(Instant.EPOCH)
                .setToolCall(new ToolCall(1, "c", "t", arguments))
                .build();
    }
}
