package dev.lifeline.gateway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.RunScript;
import dev.lifeline.gateway.testing.StreamClient;
import dev.lifeline.gateway.testing.Tokens;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import dev.lifeline.schemas.contract.HttpContract;
import dev.lifeline.schemas.contract.HttpContractFilter;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs over HTTP, as their callers meet them. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class RunsApiTest {

    private static final HttpContract CONTRACT = HttpContract.of("event-gateway");

    private final Tokens tokens = Gateway.tokens();
    private final Codec codec = new Codec();
    private Pen pen;

    @BeforeEach
    void holdAnswersAgainstTheDocument() {
        RestAssured.replaceFiltersWith(new HttpContractFilter(CONTRACT));
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
    void aRunIsAcceptedAndItsCommandIsInTheLog() throws UndecodableException {
        var user = new UserKey("default", "h-alice");

        var answer =
                as("h-alice")
                        .body(Map.of("agent", "researcher", "input", "why?", "deadline", "PT1M"))
                        .post("/v1/runs");

        answer.then().statusCode(202);
        var record = commands(user, answer.path("runId")).getFirst();
        var command = codec.decode(record.value(), StartRun.class);
        assertThat(record.key()).isEqualTo(user.bytes());
        var cloudEvent = KafkaMessageFactory.createReader(record).toEvent();
        assertThat(cloudEvent.getType()).isEqualTo("dev.lifeline.StartRun");
        assertThat(cloudEvent.getId()).isEqualTo(command.getRunId() + ":start");
        assertThat(cloudEvent.getSource()).hasToString("/gateways/gateway-under-test");
        assertThat(cloudEvent.getTime()).isNotNull();
        assertThat(command.getUserId()).isEqualTo("h-alice");
        assertThat(command.getInput()).isEqualTo("why?");
        assertThat(command.getDeadline()).isEqualTo("PT1M");
        assertThat(command.getThreadId()).isEqualTo(command.getRunId());
    }

    @Test
    void withoutACollectorTheCallersTraceGoesIntoTheCommandAsItCame() throws UndecodableException {
        var user = new UserKey("default", "h-traced");
        var traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var request = Map.of("agent", "researcher", "input", "x");
        var traced = as("h-traced").header("traceparent", traceparent).body(request);
        var nonsense = as("h-traced").header("traceparent", "nonsense").body(request);

        var carried = commands(user, traced.post("/v1/runs").path("runId")).getFirst();
        var none = commands(user, nonsense.post("/v1/runs").path("runId")).getFirst();

        assertThat(codec.decode(carried.value(), StartRun.class).getTraceparent())
                .isEqualTo(traceparent);
        assertThat(Headers.text(carried.headers(), Headers.TRACEPARENT)).isEqualTo(traceparent);
        assertThat(codec.decode(none.value(), StartRun.class).getTraceparent()).isNull();
        assertThat(Headers.text(none.headers(), Headers.TRACEPARENT)).isNull();
    }

    @Test
    void theCursorOfTheAnswerLiesBeforeTheRunsFirstEvent() {
        var user = new UserKey("default", "h-bob");
        var owner = pen.takeOver(user, "executor-1");
        pen.events(owner.run(user).events(3));
        var answer = start("h-bob", Map.of("agent", "researcher", "input", "x"));
        var run = script(user, answer.path("runId"), owner);
        pen.events(run.events(3));

        var cursor = answer.<String>path("cursor");
        try (var client =
                StreamClient.connect(Gateway.stream("?cursor=" + cursor), tokens.of("h-bob"))) {
            client.awaitFrame("caught_up");

            assertThat(client.eventIds()).endsWith(ids(run.events(3)).toArray(String[]::new));
        }
    }

    @Test
    void theSameRunIdAgainAnswersTheSameRunAndSendsNoSecondCommand() {
        var user = new UserKey("default", "h-carol");
        var owner = pen.takeOver(user, "executor-1");
        var runId = UuidCreator.getTimeOrderedEpoch().toString();
        var first = start("h-carol", Map.of("agent", "researcher", "input", "x", "runId", runId));
        var run = script(user, runId, owner);
        pen.events(run.events(3));

        var again = start("h-carol", Map.of("agent", "clumsy", "input", "y", "runId", runId));

        assertThat(first.<String>path("runId")).isEqualTo(runId);
        assertThat(again.<String>path("runId")).isEqualTo(runId);
        assertThat(commands(user, runId)).hasSize(1);
        var cursor = again.<String>path("cursor");
        try (var client =
                StreamClient.connect(Gateway.stream("?cursor=" + cursor), tokens.of("h-carol"))) {
            client.awaitFrame("caught_up");
            assertThat(client.eventIds()).isEqualTo(ids(run.events(3)));
        }
    }

    @Test
    void inputArrivesIntactWhateverItsCharacters() throws UndecodableException {
        var input = "\u0001\t\u001b[31m\ud83d\ude00\u202e</script>";
        var answer = start("h-odd", Map.of("agent", "researcher", "input", input));

        var user = new UserKey("default", "h-odd");
        var record = commands(user, answer.path("runId")).getFirst();
        assertThat(codec.decode(record.value(), StartRun.class).getInput()).isEqualTo(input);
    }

    @Test
    void aRunIsCancelledByItsOwnerOnly() throws UndecodableException {
        var user = new UserKey("default", "h-dave");
        var runId =
                start("h-dave", Map.of("agent", "researcher", "input", "x")).<String>path("runId");

        as("h-mallory").post("/v1/runs/" + runId + "/cancel").then().statusCode(404);
        as("h-dave").post("/v1/runs/" + runId + "/cancel").then().statusCode(202);

        var record = commands(user, runId).getLast();
        assertThat(KafkaMessageFactory.createReader(record).toEvent().getType())
                .isEqualTo("dev.lifeline.CancelRun");
        assertThat(codec.decode(record.value(), CancelRun.class).getRunId()).isEqualTo(runId);
    }

    @Test
    void aRunsEventsAreLinesOfJsonFromItsFirst() {
        var user = new UserKey("default", "h-erin");
        var run = pen.takeOver(user, "executor-1").run(user);
        pen.events(run.events(5));

        var answer = as("h-erin").get("/v1/runs/" + run.run() + "/events");

        answer.then().statusCode(200).header("Content-Type", equalTo("application/x-ndjson"));
        assertThat(lineIds(answer)).isEqualTo(ids(run.events(5)));
        assertThat(lineIds(as("h-erin").get("/v1/runs/" + run.run() + "/events?from=4")))
                .isEqualTo(ids(run.events(5)).subList(3, 5));
    }

    @Test
    void anOpenRunsEventsEndAtWhatIsThereIfSoAsked() {
        var user = new UserKey("default", "h-frank");
        var run = pen.takeOver(user, "executor-1").run(user);
        pen.event(run.started());
        pen.event(run.delta(2, "x"));

        var answer = as("h-frank").get("/v1/runs/" + run.run() + "/events?follow=false");

        assertThat(lineIds(answer)).hasSize(2);
    }

    @Test
    void aQueuedRunIsThereThoughItHasNoEventYet() {
        var runId =
                start("h-grace", Map.of("agent", "researcher", "input", "x")).<String>path("runId");

        var answer = as("h-grace").get("/v1/runs/" + runId + "/events?follow=false");

        answer.then().statusCode(200);
        assertThat(lineIds(answer)).isEmpty();
    }

    @Test
    void someoneElsesRunAnswersAsOneThatNeverWas() {
        var user = new UserKey("default", "h-heidi");
        var run = pen.takeOver(user, "executor-1").run(user);
        pen.events(run.events(3));
        var never = UuidCreator.getTimeOrderedEpoch().toString();

        for (var id : List.of(run.run().text(), never, "nonsense", "..%2f..")) {
            as("h-mallory")
                    .urlEncodingEnabled(false)
                    .get("/v1/runs/" + id + "/events")
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
        }
    }

    private Response start(String user, Map<String, String> request) {
        var answer = as(user).body(request).post("/v1/runs");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        return answer;
    }

    private RequestSpecification as(String user) {
        return bearer(tokens.of(user)).contentType("application/json");
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static RunScript script(UserKey user, String runId, Pen.Owner owner) {
        return new RunScript(user, new RunId(runId), owner.executor(), owner.epoch());
    }

    private static List<ConsumerRecord<byte[], byte[]>> commands(UserKey user, String runId) {
        return Gateway.records(Topics.COMMANDS, user).stream()
                .filter(r -> runId.equals(Headers.text(r.headers(), Headers.SUBJECT)))
                .toList();
    }

    private static List<String> lineIds(Response answer) {
        return answer.asString()
                .lines()
                .map(line -> io.restassured.path.json.JsonPath.from(line).getString("id"))
                .toList();
    }

    private static List<String> ids(List<AgentEvent> events) {
        return events.stream().map(AgentEvent::getId).toList();
    }
}
