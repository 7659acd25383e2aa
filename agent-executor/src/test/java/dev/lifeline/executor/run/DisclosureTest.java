package dev.lifeline.executor.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.ErrorDetail;
import dev.lifeline.schemas.avro.ModelTurn;
import dev.lifeline.schemas.avro.RequestedTool;
import dev.lifeline.schemas.avro.Started;
import dev.lifeline.schemas.avro.ToolCall;
import dev.lifeline.schemas.avro.ToolResult;
import dev.lifeline.schemas.avro.Usage;
import java.time.Instant;
import java.util.List;
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

    @Test
    void redactsBeforeItCuts() {
        String padding = "x".repeat(64 * 1024 - 20);
        var event = Disclosure.of(toolCall("{\"a\":\"" + padding + "\",\"password\":\"hunter2\"}"));

        assertThat(event.getToolCall().getArguments()).doesNotContain("hunt");
        assertThat(event.getRedacted()).isTrue();
        assertThat(event.getTruncated()).containsOnlyKeys("arguments");
    }

    @Test
    void errorsKeepNoSecretsAndAreCutAsWell() {
        var failed = event("tool_completed");
        failed.setToolResult(
                new ToolResult(
                        1,
                        "c",
                        "t",
                        "ERROR",
                        null,
                        error("GET https://a:pw1@b/?token=pw2 failed"),
                        1L));
        var ended = event("agent_completed");
        ended.setCompleted(
                new Completed(
                        "FAILED", null, error("x".repeat(70_000)), new Usage(0L, 0L, 0, 0), 1L));

        var result = Disclosure.of(failed);
        var completed = Disclosure.of(ended);

        assertThat(result.getToolResult().getError().getMessage())
                .isEqualTo("GET https://a:[redacted]@b/?token=[redacted] failed");
        assertThat(result.getRedacted()).isTrue();
        assertThat(completed.getCompleted().getError().getMessage()).hasSize(64 * 1024);
        assertThat(completed.getTruncated()).containsEntry("error", 70_000L);
    }

    @Test
    void whatTheModelAsksForIsRedactedInItsTurnToo() {
        var event = event("model_completed");
        var call = new RequestedTool("c", "login", "{\"pwd\":\"hunter2\"}");
        event.setTurn(new ModelTurn(1, "", List.of(call), null, new Usage(0L, 0L, 1, 0)));

        assertThat(Disclosure.of(event).getTurn().getToolCalls().getFirst().getArguments())
                .isEqualTo("{\"pwd\":\"[redacted]\"}");
    }

    @Test
    void whatPeopleAndModelsSayIsTheirs() {
        var event = event("agent_started");
        event.setStarted(new Started("my password=hunter2", Instant.EPOCH, "m"));

        assertThat(Disclosure.of(event).getStarted().getInput()).isEqualTo("my password=hunter2");
    }

    private static ErrorDetail error(String message) {
        return new ErrorDetail("tool_error", message);
    }

    private static AgentEvent toolCall(String arguments) {
        var event = event("tool_executing");
        event.setToolCall(new ToolCall(1, "c", "t", arguments));
        return event;
    }

    private static AgentEvent event(String type) {
        return AgentEvent.newBuilder()
                .setId("r:1")
                .setType(type)
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
                .build();
    }
}
