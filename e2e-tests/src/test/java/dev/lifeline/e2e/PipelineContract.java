package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.stack.Stack;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pipeline promises a user and an operator, whatever it runs on. */
abstract class PipelineContract {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    abstract Stack stack();

    @Test
    void a_run_reaches_its_user_whole() {
        // given
        var user = newUser();
        try (var stream = user.stream("").awaitWelcome()) {

            // when
            var run = user.start("researcher", "Why are there two tides a day?");

            // then
            var seen = new CompleteRun(stream.awaitEnd(run.runId()));
            assertThat(seen.types())
                    .contains(
                            "agent_started",
                            "agent_thinking",
                            "tool_executing",
                            "tool_completed",
                            "agent_completed");
            assertThat(seen.outcome()).isEqualTo("SUCCEEDED");
            assertThat(stream.subprotocol()).isEqualTo("lifeline.v1");
            assertThat(stream.events()).as("nothing but this run").hasSameSizeAs(seen.events());
        }
    }

    @Test
    void a_killed_gateway_costs_no_event() {
        // given
        var user = newUser();
        try (var before = user.stream("").awaitWelcome()) {
            var run = user.start("researcher", "How do honeybees find the way?");
            before.awaitEvent(run.runId(), "tool_executing");

            // when
            stack().killGateway();
            before.awaitClosed();
            stack().startGateway();

            // then
            try (var after = user.stream("?cursor=" + before.cursor())) {
                after.awaitEnd(run.runId());
                var seen =
                        Stream.concat(
                                        before.events(run.runId()).stream(),
                                        after.events(run.runId()).stream())
                                .toList();
                assertThat(new CompleteRun(seen).outcome()).isEqualTo("SUCCEEDED");
                assertThat(before.events(run.runId())).as("seen before the kill").isNotEmpty();
                assertThat(after.events(run.runId())).as("seen after it").isNotEmpty();
            }
        }
    }

    @Test
    void a_stuck_run_is_spotted_while_all_is_silent_and_ends_at_its_deadline() {
        // given
        var user = newUser();
        var operator = new Api(stack().monitor(), stack().operatorToken());
        try (var stream = user.stream("").awaitWelcome()) {

            // when
            var run = user.start("stuck", "Wait.", "PT8S");

            // then
            var firing = awaitAlert(operator, "firing", run.runId());
            assertThat(firing.required("kind").asText()).isEqualTo("no_progress");
            assertThat(stream.events(run.runId()))
                    .as("silent when it was spotted")
                    .last()
                    .satisfies(e ->
                            assertThat(e.required("type").asText()).isEqualTo("tool_executing"));

            var seen = new CompleteRun(stream.awaitEnd(run.runId()));
            assertThat(seen.outcome()).isEqualTo("TIMED_OUT");
            var resolved = awaitAlert(operator, "resolved", run.runId());
            assertThat(resolved.required("alertId")).isEqualTo(firing.required("alertId"));
            assertThat(alerts(operator, "firing", run.runId())).isEmpty();
        }
    }

    private Api newUser() {
        return new Api(stack().gateway(), stack().token("user-" + UUID.randomUUID()));
    }

    private static JsonNode awaitAlert(Api operator, String state, String runId) {
        return await("an alert that is " + state + " for run " + runId)
                .atMost(LIMIT)
                .until(() -> alerts(operator, state, runId), found -> !found.isEmpty())
                .getFirst();
    }

    private static List<JsonNode> alerts(Api operator, String state, String runId) {
        var answer = operator.get("/v1/alerts?state=" + state);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json()
                .required("alerts")
                .valueStream()
                .filter(alert -> alert.path("runId").asText().equals(runId))
                .toList();
    }
}
