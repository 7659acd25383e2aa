package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.AGENT_COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.executor.agent.Agent;
import dev.lifeline.executor.agent.Agents;
import dev.lifeline.executor.agent.ToolInvocation;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Generated families of runs, whose executors may die, each hold every promise. */
class SubAgentsTest {

    private static final int FAMILIES = Boolean.getBoolean("lifeline.long") ? 20_000 : 1_000;
    private static final List<Agent> AGENTS =
            List.of(
                    new GeneratedRelative("elder", "younger", "elder"),
                    new GeneratedRelative("younger", "elder"));
    private static final List<ExecutorForTests> EXECUTORS =
            IntStream.range(0, 3)
                    .mapToObj(i ->
                            new ExecutorForTests(
                                    "executor-" + i,
                                    AGENTS,
                                    Map.of(
                                            "lifeline.executor.model.scripted-pace",
                                            "PT0S",
                                            "lifeline.executor.max-runs",
                                            "1")))
                    .toList();

    @Test
    void each_run_of_a_family_is_paired_numbered_and_ended_before_the_one_that_asked()
            throws Exception {
        var seen = new TreeMap<String, Integer>();
        for (int seed = 0; seed < FAMILIES; seed++) {
            var log = new GeneratedFamily(seed, EXECUTORS).execute(seed % 4);

            assertThat(violation(log)).as("seed %d: %s", seed, describe(log)).isEqualTo("");
            log.stream()
                    .filter(event -> event.getCompleted() != null)
                    .map(SubAgentsTest::kind)
                    .forEach(kind -> seen.merge(kind, 1, Integer::sum));
        }
        assertThat(seen)
                .as("the generator reaches every kind of ending")
                .containsKeys(
                        "parent SUCCEEDED",
                        "parent FAILED",
                        "parent CANCELLED",
                        "parent LOST",
                        "child SUCCEEDED",
                        "child FAILED",
                        "child CANCELLED",
                        "child LOST",
                        "child SUCCEEDED after takeover");
    }

    private static String kind(AgentEvent event) {
        return (event.getParentRunId() == null ? "parent " : "child ")
                + event.getCompleted().getOutcome()
                + (event.getAttempt() > 1 && event.getParentRunId() != null
                        ? " after takeover"
                        : "");
    }

    private static String violation(List<AgentEvent> log) {
        Map<String, List<AgentEvent>> runs =
                log.stream()
                        .collect(
                                Collectors.groupingBy(
                                        AgentEvent::getRunId,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        for (var events : runs.values()) {
            String violation = Promises.violation(events);
            if (!violation.isEmpty()) {
                return events.getFirst().getRunId() + ": " + violation;
            }
            String parentId = events.getFirst().getParentRunId();
            if (parentId != null) {
                violation = family(log, events, runs.getOrDefault(parentId, List.of()));
            }
            if (!violation.isEmpty()) {
                return events.getFirst().getRunId() + ": " + violation;
            }
        }
        return "";
    }

    /** Its parent asked for it, ended after it, and was given its answer. */
    private static String family(
            List<AgentEvent> log, List<AgentEvent> child, List<AgentEvent> parent) {
        if (parent.isEmpty()) {
            return "has no parent";
        }
        if (position(log, child.getLast()) > position(log, parent.getLast())) {
            return "ends after its parent";
        }
        var first = child.getFirst();
        var call =
                parent.stream()
                        .filter(e -> e.getToolCall() != null)
                        .filter(e -> ChildIds.of(e).equals(first.getRunId()))
                        .findFirst();
        if (call.isEmpty() || position(log, call.get()) > position(log, first)) {
            return "was started before it was asked for";
        }
        var result =
                parent.stream()
                        .filter(e -> e.getToolResult() != null)
                        .filter(e ->
                                e.getToolResult()
                                        .getToolCallId()
                                        .equals(call.get().getToolCall().getToolCallId()))
                        .findFirst()
                        .orElseThrow();
        return answered(child.getLast(), result);
    }

    private static String answered(AgentEvent end, AgentEvent result) {
        var told = result.getToolResult();
        String answer = end.getCompleted().getResult();
        return told.getStatus().equals("OK") && !("\"" + answer + "\"").equals(told.getResult())
                ? "answered %s, which was told as %s".formatted(answer, told.getResult())
                : "";
    }

    private static int position(List<AgentEvent> log, AgentEvent event) {
        return log.indexOf(event);
    }

    private static String describe(List<AgentEvent> log) {
        return log.stream()
                .map(e ->
                        "%s %s %d%s"
                                .formatted(
                                        e.getRunId().substring(24),
                                        e.getType(),
                                        e.getAttempt(),
                                        e.getType().equals(AGENT_COMPLETED)
                                                ? " " + e.getCompleted().getOutcome()
                                                : ""))
                .collect(Collectors.joining("\n"));
    }

    @Test
    void the_run_of_a_call_has_the_calls_time_and_no_other_calls_id() {
        var at = Instant.parse("2026-11-24T10:00:00.123456Z");
        var call = new ToolInvocation("run", "default", "alice", "call_1", 1, at);
        var again = new ToolInvocation("run", "default", "alice", "call_1", 3, at);
        var other = new ToolInvocation("run", "default", "alice", "call_2", 1, at);

        assertThat(new RunId(SubAgents.runId(call)).time())
                .isEqualTo(Instant.parse("2026-11-24T10:00:00.123Z"));
        assertThat(SubAgents.runId(again)).isEqualTo(SubAgents.runId(call));
        assertThat(SubAgents.runId(other)).isNotEqualTo(SubAgents.runId(call));
    }

    @Test
    void an_agent_that_may_ask_one_that_does_not_exist_is_refused_by_name() {
        var agents = List.<Agent>of(new GeneratedRelative("elder", "cousin"));

        assertThatThrownBy(() -> new Agents(agents))
                .hasMessage(
                        "agent 'elder' may ask 'cousin', which does not exist; there are [elder]");
    }
}
