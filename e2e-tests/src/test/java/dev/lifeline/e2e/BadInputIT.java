package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.client.Answer;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.client.Json;
import dev.lifeline.e2e.client.StartedRun;
import dev.lifeline.e2e.stack.Issuer;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.SharedStack;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything a client can get wrong over HTTP: each has its answer, and the service goes on. */
@ExtendWith(SharedStack.class)
@TestInstance(Lifecycle.PER_CLASS)
class BadInputIT {

    private static final String UNKNOWN_RUN = "01890a5d-ac96-774b-bcce-b302099a8057";

    private final ProcessStack stack;
    private final String user = "user-" + UUID.randomUUID();
    private final Api api;

    BadInputIT(ProcessStack stack) {
        this.stack = stack;
        this.api = new Api(stack.gateway(), stack.token(user));
    }

    @AfterAll
    void a_good_run_still_goes_through() {
        try (var stream = api.stream("").awaitWelcome()) {
            var run = api.start("researcher", "What does a lighthouse tell?");
            assertThat(new CompleteRun(stream.awaitEnd(run.runId())).outcome())
                    .isEqualTo("SUCCEEDED");
        }
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    this is not JSON                                     | not-json
                    {"agent": "researcher",                              | not-json
                    {"agent": "researcher"}                              | missing-field
                    {"input": "Hello"}                                   | missing-field
                    {"agent": "researcher", "input": "Hello", "x": 1}    | unknown-field
                    {"agent": "nobody", "input": "Hello"}                | unknown-agent
                    {"agent": "researcher", "input": 7}                  | wrong-type
                    ["researcher", "Hello"]                              | wrong-type
                    {"agent": "researcher", "input": "nul: \\u0000"}     | bad-text
                    {"agent": "researcher", "input": "half: \\ud800"}    | bad-text
                    {"agent": "researcher", "input": "a", "runId": "7"}  | bad-run-id
                    {"agent": "researcher", "input": "a", "deadline": "soon"} | bad-deadline
                    {"agent": "researcher", "input": "a", "deadline": "P3D"}  | bad-deadline
                    """)
    void a_request_that_is_wrong_is_told_why(String body, String type) {
        // when
        var answer = api.post("/v1/runs", body);

        // then
        requireProblem(answer, 400, type);
    }

    @Test
    void an_input_that_is_too_long_is_refused() {
        // given
        var tooLong = Map.of("agent", "researcher", "input", "x".repeat(1024 * 1024));

        // when
        var answer = api.post("/v1/runs", Json.text(tooLong));

        // then
        requireProblem(answer, 413, "too-large");
    }

    @Test
    void control_characters_in_an_input_arrive_intact() {
        // given
        var input = "bell \u0007, escape \u001b[31m, tab \t, newline \n, right-to-left \u202e";

        // when
        var run = api.start("researcher", input);

        // then
        try (var stream = api.stream("?runId=" + run.runId())) {
            var started = stream.awaitEvent(run.runId(), "agent_started");
            assertThat(started.required("data").required("input").asText()).isEqualTo(input);
        }
    }

    @Test
    void somebody_elses_run_does_not_exist() {
        // given
        StartedRun theirs =
                new Api(stack.gateway(), stack.token("owner-" + UUID.randomUUID()))
                        .start("researcher", "Mine.");

        // when / then
        requireProblem(api.get("/v1/runs/" + theirs.runId() + "/events"), 404, "unknown-run");
        requireProblem(api.get("/v1/runs/" + UNKNOWN_RUN + "/events"), 404, "unknown-run");
    }

    @Test
    void without_a_token_nobody_gets_in() {
        requireRefused(null, "Authorization");
    }

    @Test
    void an_expired_token_is_refused_with_the_reason() {
        long past = Instant.now().minusSeconds(3600).getEpochSecond();
        requireRefused(
                stack.issuer().sign(Issuer.with(Issuer.claims(user), "exp", past)), "expired");
    }

    @Test
    void a_token_of_another_issuer_key_is_refused() {
        requireRefused(new Issuer().sign(Issuer.claims(user)), "");
    }

    @Test
    void an_unsigned_token_is_refused() {
        requireRefused(Issuer.unsigned(Issuer.claims(user)), "");
    }

    @Test
    void a_token_in_the_url_is_refused_whoever_sends_it() {
        // when
        var answer = api.get("/v1/agents?access_token=" + stack.token(user));

        // then
        requireProblem(answer, 400, "token-in-url");
        assertThat(answer.body()).doesNotContain("eyJ");
    }

    @Test
    void a_users_token_opens_no_operators_door() {
        for (var service : new Api[] {monitor(), executor()}) {
            var path = service.service().equals(stack.monitor()) ? "/v1/runs" : "/v1/partitions";
            assertThat(service.get(path).status()).isEqualTo(403);
            assertThat(new Api(service.service(), null).get(path).status()).isEqualTo(401);
            assertThat(new Api(service.service(), stack.operatorToken()).get(path).status())
                    .isEqualTo(200);
        }
    }

    private Api monitor() {
        return new Api(stack.monitor(), stack.token(user));
    }

    private Api executor() {
        return new Api(stack.executor(), stack.token(user));
    }

    private void requireRefused(@Nullable String token, String mentioned) {
        var stranger = new Api(stack.gateway(), token);

        var answer = stranger.get("/v1/agents");
        requireProblem(answer, 401, "not-authenticated");
        assertThat(answer.json().required("detail").asText()).contains(mentioned);

        try (var stream = stranger.stream("")) {
            assertThat(stream.awaitClosed()).isEqualTo(4001);
            assertThat(stream.events()).isEmpty();
        }
    }

    private static void requireProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.contentType())
                .as(answer.toString())
                .startsWith("application/problem+json");
        var problem = answer.json();
        assertThat(problem.required("type").asText()).as(answer.toString()).endsWith(type);
        assertThat(problem.required("status").asInt()).isEqualTo(status);
        assertThat(problem.required("detail").asText()).isNotBlank();
    }
}
