package dev.lifeline.e2e.drills;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.client.Json;
import dev.lifeline.e2e.kafka.EventTail.Logged;
import dev.lifeline.schemas.JsonRendition;
import java.util.List;

/**
 * What must hold for a run, whatever has died meanwhile: its events are whole, and each execution
 * of a tool follows an announcement that counts.
 */
final class Sound {

    /** The tool that must not be executed twice. */
    static final String ONLY_ONCE = "pay";

    private static final JsonRendition RENDITION = new JsonRendition();

    private final List<Logged> events;
    private final List<Execution> executions;

    /**
     * @param events of the run that count
     * @param executions of its tools
     */
    Sound(List<Logged> events, List<Execution> executions) {
        this.events = events;
        this.executions = executions;
    }

    /** Fails unless all of it holds. */
    void require() {
        var run = new CompleteRun(json(events));
        assertThat(events)
                .as("attempts of %s", run.runId())
                .extracting(logged -> logged.event().getAttempt())
                .isSorted();
        requireEnd(run);
        executions.forEach(this::requireAnnounced);
        requireExecuted(run);
    }

    /** As readers are shown them. */
    static List<JsonNode> json(List<Logged> events) {
        return events.stream()
                .map(logged -> RENDITION.render(logged.event()))
                .map(bytes -> Json.parse(new String(bytes, UTF_8)))
                .toList();
    }

    /** Lost is a run only whose tool was at work that must not be called again. */
    private static void requireEnd(CompleteRun run) {
        boolean hasLostTool =
                run.ofType("tool_completed").stream()
                        .map(event -> event.required("data"))
                        .filter(data -> data.required("toolName").asText().equals(ONLY_ONCE))
                        .anyMatch(data -> data.required("status").asText().equals("LOST"));
        assertThat(run.outcome())
                .as("outcome of %s: %s", run.runId(), run.events().getLast())
                .isEqualTo(hasLostTool ? "LOST" : "SUCCEEDED");
    }

    /**
     * A tool is called after its announcement, and after an event of the same attempt: where
     * another executor wrote the announcement, one behind that.
     */
    private void requireAnnounced(Execution execution) {
        var before =
                events.stream().filter(logged -> !logged.at().isAfter(execution.at())).toList();
        var announced = before.stream().filter(logged -> isOf(execution, logged)).findFirst();
        assertThat(announced).as("announcement before %s", execution).isPresent();
        long sequence = announced.get().event().getSequence();
        assertThat(before)
                .as("events of its attempt before %s", execution)
                .map(Logged::event)
                .anyMatch(event ->
                        event.getSequence() >= sequence
                                && event.getAttempt() == execution.attempt()
                                && event.getExecutorId().equals(execution.executorId()));
    }

    private static boolean isOf(Execution execution, Logged logged) {
        return logged.is("tool_executing")
                && logged.event().getToolCall().getToolCallId().equals(execution.toolCallId());
    }

    private void requireExecuted(CompleteRun run) {
        var calls = executions.stream().map(Execution::toolCallId).toList();
        for (var event : run.ofType("tool_completed")) {
            var data = event.required("data");
            var call = data.required("toolCallId").asText();
            if (data.required("status").asText().equals("OK")) {
                assertThat(calls).as("executions of %s", run.runId()).contains(call);
            }
            if (data.required("toolName").asText().equals(ONLY_ONCE)) {
                assertThat(calls)
                        .as("executions of %s in %s, which must not be two", call, run.runId())
                        .filteredOn(call::equals)
                        .hasSizeLessThan(2);
            }
        }
    }
}
