package dev.lifeline.gateway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.RowScript;
import dev.lifeline.gateway.testing.RunScript;
import dev.lifeline.gateway.testing.Tokens;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.contract.HttpContract;
import dev.lifeline.schemas.contract.HttpContractFilter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How runs stand, as their users ask for it. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class RunListTest {

    private final Tokens tokens = Gateway.tokens();
    private Pen pen;

    @BeforeEach
    void holdAnswersAgainstTheDocument() {
        RestAssured.replaceFiltersWith(new HttpContractFilter(HttpContract.of("event-gateway")));
        Gateway.awaitAgents();
    }

    @BeforeEach
    void takePen() {
        pen = Gateway.pen();
    }

    @AfterEach
    void putAway() {
        pen.close();
    }

    @Test
    void a_users_runs_are_listed_newest_first() {
        var user = user("l-alice");
        var first = RowScript.of(user);
        var second = RowScript.of(user);
        var third = RowScript.of(user);
        pen.row(second.ended());
        pen.row(third.open());
        pen.row(first.open());
        pen.row(RowScript.of(user("l-someone-else")).open());

        list("l-alice", "").then().body("runs.runId", contains(id(third), id(second), id(first)));
        list("l-alice", "?state=open").then().body("runs.runId", contains(id(third), id(first)));
        list("l-alice", "?state=ended").then().body("runs.runId", contains(id(second)));
        list("l-alice", "?limit=1").then().body("runs.runId", contains(id(third)));
        list("l-nobody", "").then().body("runs", empty());
    }

    @Test
    void fifty_are_listed_unless_more_are_asked_for() {
        var user = user("l-many");
        IntStream.range(0, 60).forEach(i -> pen.row(RowScript.of(user).ended()));

        assertThat(list("l-many", "").jsonPath().getList("runs")).hasSize(50);
        assertThat(list("l-many", "?limit=200").jsonPath().getList("runs")).hasSize(60);
    }

    @ParameterizedTest
    @ValueSource(strings = {"state=queued", "limit=0", "limit=201", "limit=many"})
    void a_bad_parameter_is_named(String query) {
        as("l-alice")
                .get("/v1/runs?" + query)
                .then()
                .statusCode(400)
                .body("type", equalTo("bad-parameter"))
                .body("detail", containsString("\"" + query.split("=", -1)[0] + "\""));
    }

    @Test
    void a_run_is_shown_to_its_user_only() {
        var run = RowScript.of(user("l-bob"));
        pen.row(run.ended());

        one("l-bob", run.run().text())
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("state", equalTo("ENDED"))
                .body("outcome", equalTo("SUCCEEDED"));
        one("l-mallory", run.run().text())
                .then()
                .statusCode(404)
                .body("type", equalTo("unknown-run"));
        one("l-bob", UuidCreator.getTimeOrderedEpoch().toString()).then().statusCode(404);
        one("l-bob", "nonsense").then().statusCode(404);
    }

    @Test
    void a_run_that_was_just_accepted_is_queued_though_the_monitor_has_not_written_it() {
        var runId =
                start("l-carol", Map.of("agent", "researcher", "input", "x", "deadline", "PT1M"));

        one("l-carol", runId)
                .then()
                .statusCode(200)
                .body("state", equalTo("QUEUED"))
                .body("agent", equalTo("researcher"))
                .body("threadId", equalTo(runId))
                .body("lastSequence", equalTo(0))
                .body("startedAt", nullValue());
        one("l-mallory", runId).then().statusCode(404);
    }

    @Test
    void a_run_that_the_monitor_has_not_written_is_told_from_its_events() {
        var user = user("l-dave");
        var runId = start("l-dave", Map.of("agent", "researcher", "input", "x"));
        var owner = pen.takeOver(user, "executor-7");
        var run = new RunScript(user, new RunId(runId), owner.executor(), owner.epoch());
        pen.event(run.started());
        pen.event(run.delta(2, "x"));

        one("l-dave", runId)
                .then()
                .body("state", equalTo("OPEN"))
                .body("executorId", equalTo("executor-7"))
                .body("lastSequence", equalTo(2))
                .body("lastType", equalTo("message_delta"))
                .body("step", equalTo(1))
                .body("outcome", nullValue());

        pen.event(run.completed(3));

        one("l-dave", runId)
                .then()
                .body("state", equalTo("ENDED"))
                .body("outcome", equalTo("SUCCEEDED"))
                .body("usage.modelCalls", equalTo(1))
                .body("lastSequence", equalTo(3));
    }

    @Test
    void a_run_that_goes_on_with_another_is_in_its_conversation() {
        var first = start("l-erin", Map.of("agent", "researcher", "input", "x"));
        var second = startAfter("l-erin", first);
        var third = startAfter("l-erin", second);

        one("l-erin", second).then().body("threadId", equalTo(first));
        one("l-erin", third).then().body("threadId", equalTo(first));
    }

    @Test
    void a_conversation_that_is_named_holds_for_those_who_go_on_with_it() {
        var first =
                start("l-frank", Map.of("agent", "researcher", "input", "x", "threadId", "tides"));

        one("l-frank", startAfter("l-frank", first)).then().body("threadId", equalTo("tides"));
    }

    @Test
    void a_run_started_by_another_run_can_be_gone_on_with_too() {
        var user = user("l-grace");
        var child = pen.takeOver(user, "executor-1").run(user);
        pen.events(child.events(3));

        one("l-grace", startAfter("l-grace", child.run().text()))
                .then()
                .body("threadId", equalTo(child.run().text()));
    }

    @Test
    void nobody_goes_on_with_someone_elses_run() {
        var theirs = start("l-heidi", Map.of("agent", "researcher", "input", "x"));

        for (var previous : new String[] {theirs, UuidCreator.getTimeOrderedEpoch().toString()}) {
            as("l-mallory")
                    .body(after(previous))
                    .post("/v1/runs")
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("unknown-previous-run"))
                    .body("detail", containsString("previousRunId"));
        }
    }

    private String startAfter(String user, String previous) {
        return start(user, after(previous));
    }

    private static Map<String, String> after(String previous) {
        return Map.of("agent", "researcher", "input", "and then?", "previousRunId", previous);
    }

    private String start(String user, Map<String, String> request) {
        var answer = as(user).body(request).post("/v1/runs");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        return answer.path("runId");
    }

    private Response list(String user, String query) {
        var answer = as(user).get("/v1/runs" + query);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer;
    }

    private Response one(String user, String runId) {
        return as(user).get("/v1/runs/" + runId);
    }

    private RequestSpecification as(String user) {
        return given().header("Authorization", "Bearer " + tokens.of(user))
                .contentType("application/json");
    }

    private static String id(RowScript row) {
        return row.run().text();
    }

    private static UserKey user(String name) {
        return new UserKey("default", name);
    }
}
