package dev.lifeline.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.ToolResult;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents that ask others, on a real broker. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
class SubAgentRunsTest {

    private static final UserKey BOB = new UserKey("default", "bob");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private LogProbe probe;

    SubAgentRunsTest(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @BeforeEach
    void connect() {
        probe = new LogProbe(bootstrapServers, KafkaForTests.PARTITIONS);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    @Test
    void an_agent_asks_another_in_a_run_of_its_own() {
        var parent = ended(probe.start(BOB, "editor", "How do lighthouses work?", null));

        var child = ended(onlyChild(parent));
        assertThat(outcome(parent)).isEqualTo("SUCCEEDED");
        assertThat(answer(parent)).startsWith("In short: ").endsWith(".");
        assertThat(outcome(child)).isEqualTo("SUCCEEDED");
        assertThat(child.getFirst().getStarted().getInput()).isEqualTo("How do lighthouses work?");
        assertThat(child)
                .extracting(AgentEvent::getAgent, AgentEvent::getThreadId)
                .containsOnly(tuple("researcher", parent.getFirst().getThreadId()));
        assertThat(toolResult(parent).getResult()).isEqualTo("\"" + answer(child) + "\"");
        assertThat(parent.getLast().getCompleted().getUsage().getToolCalls())
                .as("each run counts its own")
                .isEqualTo(1);
        assertThat(child.getLast().getCompleted().getUsage().getToolCalls()).isEqualTo(2);
        assertThat(child.getFirst().getStarted().getDeadline())
                .isBeforeOrEqualTo(parent.getFirst().getStarted().getDeadline());
    }

    @Test
    void a_run_that_is_cancelled_ends_after_those_that_it_asked() {
        String runId = probe.start(BOB, "delegator", "\"stuck\"", "PT60S");
        String childId = awaitChildAtWork(runId);

        probe.cancel(BOB, runId);

        var parent = ended(runId);
        assertThat(probe.events(childId))
                .as("what was in the log of the child when the parent had ended")
                .extracting(AgentEvent::getType)
                .endsWith("tool_executing", "tool_completed", "agent_completed");
        assertThat(outcome(parent)).isEqualTo("CANCELLED");
        assertThat(toolResult(parent).getStatus()).isEqualTo("CANCELLED");
        assertThat(outcome(ended(childId))).isEqualTo("CANCELLED");
        assertThat(toolResult(ended(childId)).getStatus()).isEqualTo("CANCELLED");
    }

    @Test
    void a_run_that_was_asked_can_be_cancelled_alone_and_the_one_that_asked_is_told() {
        String runId = probe.start(BOB, "delegator", "\"stuck\"", "PT60S");
        String childId = awaitChildAtWork(runId);

        probe.cancel(BOB, childId);

        var parent = ended(runId);
        assertThat(outcome(ended(childId))).isEqualTo("CANCELLED");
        assertThat(toolResult(parent).getError().getCode()).isEqualTo("tool_error");
        assertThat(answer(parent)).isEqualTo("told: The run was cancelled.");
    }

    @Test
    void a_child_has_no_more_time_than_its_parent() {
        var parent = ended(probe.start(BOB, "delegator", "\"stuck\"", "PT3S"));

        var child = ended(onlyChild(parent));
        assertThat(child.getFirst().getStarted().getDeadline())
                .isEqualTo(parent.getFirst().getStarted().getDeadline());
        assertThat(outcome(child)).isEqualTo("TIMED_OUT");
        assertThat(outcome(parent)).isEqualTo("TIMED_OUT");
    }

    @Test
    void agents_that_ask_each_other_without_end_are_stopped_by_a_word_to_the_model() {
        var first = ended(probe.start(BOB, "delegator", "\"delegator\"", null));

        var second = ended(onlyChild(first));
        var third = ended(onlyChild(second));
        var fourth = ended(onlyChild(third));
        assertThat(probe.children(fourth.getFirst().getRunId())).isEmpty();
        assertThat(answer(fourth)).contains("Agents ask each other at most 3 deep");
        assertThat(List.of(first, second, third, fourth))
                .extracting(SubAgentRunsTest::outcome)
                .containsOnly("SUCCEEDED");
    }

    @Test
    void runs_that_wait_for_others_do_not_take_the_places_that_those_need() {
        var runs =
                Stream.generate(() -> probe.start(BOB, "editor", "How do knots hold?", "PT1M"))
                        .limit(3L * KafkaForTests.RUNS_PER_TENANT)
                        .toList();

        assertThat(runs).extracting(run -> outcome(ended(run))).containsOnly("SUCCEEDED");
    }

    @Test
    void a_family_whose_executor_died_goes_on_as_it_was() {
        String runId = probe.abandonedFamily(BOB, "How do lighthouses work?", false);

        var parent = ended(runId);

        var child = ended(onlyChild(parent));
        assertThat(outcome(child)).isEqualTo("SUCCEEDED");
        assertThat(child).extracting(AgentEvent::getAttempt).startsWith(1).endsWith(2);
        assertThat(child.getLast().getCompleted().getResult()).contains("which is 24.99");
        assertThat(outcome(parent)).isEqualTo("SUCCEEDED");
        assertThat(toolResult(parent).getResult()).isEqualTo("\"" + answer(child) + "\"");
    }

    @Test
    void a_call_whose_run_had_ended_when_its_executor_died_has_the_answer_that_is_recorded() {
        String runId = probe.abandonedFamily(BOB, "How do lighthouses work?", true);

        var parent = ended(runId);

        assertThat(answer(parent)).isEqualTo("In short: They turn.");
        assertThat(ended(onlyChild(parent)))
                .extracting(AgentEvent::getType)
                .containsExactly("agent_started", "agent_completed");
    }

    private String awaitChildAtWork(String runId) {
        await().atMost(PATIENCE)
                .until(() ->
                        probe.children(runId).stream()
                                .flatMap(child -> probe.events(child).stream())
                                .anyMatch(event -> event.getToolCall() != null));
        return probe.children(runId).getFirst();
    }

    private String onlyChild(List<AgentEvent> parent) {
        var children = probe.children(parent.getFirst().getRunId());
        assertThat(children).hasSize(1);
        return children.getFirst();
    }

    private List<AgentEvent> ended(String runId) {
        return probe.awaitEnd(runId, PATIENCE);
    }

    private static String outcome(List<AgentEvent> events) {
        return events.getLast().getCompleted().getOutcome();
    }

    private static String answer(List<AgentEvent> events) {
        return events.getLast().getCompleted().getResult();
    }

    private static ToolResult toolResult(List<AgentEvent> events) {
        return events.stream()
                .filter(event -> event.getToolResult() != null)
                .findFirst()
                .orElseThrow()
                .getToolResult();
    }
}
