package dev.lifeline.gateway.web;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

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
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The HTTP calls as their callers meet them. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class RunsApiTest {

    private static final HttpContract CONTRACT = HttpContract.of("event-gateway");

    private final Tokens tokens = Gateway.tokens();
    private final Codec codec = new Codec();
    private final Router router;
    private Pen pen;

    RunsApiTest(Router router) {
        this.router = router;
    }

    @BeforeAll
    static void holdAnswersAgainstTheDocument() {
        RestAssured.replaceFiltersWith(new HttpContractFilter(CONTRACT));
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

    @Test
    void theAgentsAreListed() {
        as("h-alice")
                .get("/v1/agents")
                .then()
                .statusCode(200)
                .body("agents.name", contains("clumsy", "researcher"))
                .body("agents[0].defaultDeadline", equalTo("PT2M"));
    }

    @Test
    void anUnknownAgentIsRefusedWithTheKnownOnes() {
        as("h-alice")
                .body(Map.of("agent", "poet", "input", "x"))
                .post("/v1/runs")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("unknown-agent"))
                .body("agents", hasItems("clumsy", "researcher"))
                .body("detail", containsString("researcher"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json|400|not-json",
                "{\"agent\":\"researcher\"}|400|missing-field",
                "{\"agent\":\"researcher\",\"input\":\"x\",\"mood\":1}|400|unknown-field",
                "{\"agent\":\"researcher\",\"input\":7}|400|wrong-type",
                "{\"agent\":\"researcher\",\"input\":\"x\",\"runId\":\"1\"}|400|bad-run-id",
                "{\"agent\":\"researcher\",\"input\":\"x\",\"deadline\":\"1\"}|400|bad-deadline",
                "{\"agent\":\"researcher\",\"input\":\"a\\u0000\"}|400|bad-text",
            })
    void badInputIsRefusedWithAProblem(String body, int status, String type) {
        as("h-alice")
                .body(body)
                .post("/v1/runs")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo(type))
                .body("status", equalTo(status));
    }

    @ParameterizedTest
    @CsvSource({"70000", "1000000", "3000000"})
    void inputThatIsTooLongIsRefusedAndTheServiceGoesOn(int length) {
        as("h-alice")
                .body(Map.of("agent", "researcher", "input", "x".repeat(length)))
                .post("/v1/runs")
                .then()
                .statusCode(413)
                .contentType("application/problem+json")
                .body("type", equalTo("too-large"));

        as("h-alice").get("/v1/agents").then().statusCode(200);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aLongBodyOfUnknownLengthIsRefusedToo(HttpClient.Version version)
            throws IOException, InterruptedException {
        var body = "{\"agent\":\"researcher\",\"input\":\"" + "x".repeat(3_000_000) + "\"}";
        var request =
                HttpRequest.newBuilder(Gateway.http("/v1/runs"))
                        .header("Authorization", "Bearer " + tokens.of("h-alice"))
                        .header("Content-Type", "application/json")
                        .version(version)
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(body.getBytes(UTF_8))))
                        .build();
        try (var client = HttpClient.newHttpClient()) {
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body()).contains("\"type\":\"too-large\"");
        }
    }

    @Test
    void withoutAGoodTokenNothingIsAnswered() {
        for (var path : List.of("/v1/agents", "/v1/runs/x/events")) {
            given().get(path)
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", equalTo("Bearer"))
                    .body("type", equalTo("not-authenticated"))
                    .body("detail", containsString("Authorization"));
        }
        bearer(tokens.tampered("alice")).get("/v1/agents").then().statusCode(401);
        bearer("nonsense").get("/v1/agents").then().statusCode(401);
        bearer(Tokens.unsigned("alice"))
                .contentType("application/json")
                .body(Map.of("agent", "researcher", "input", "x"))
                .post("/v1/runs")
                .then()
                .statusCode(401);
    }

    @Test
    void whatIsDocumentedIsThere() {
        for (var operation : CONTRACT.operations()) {
            var path = operation.path().replace("{runId}", UuidCreator.getTimeOrderedEpoch() + "");

            var answer = given().contentType("application/json").request(operation.method(), path);

            assertThat(answer.statusCode()).as(operation.toString()).isIn(401, 426);
        }
    }

    @Test
    void routesBesideTheFrameworksAreDocumented() {
        var routes = new ArrayList<HttpContract.Operation>();
        for (var route : router.getRoutes()) {
            if (route.getPath() != null && route.getPath().startsWith("/v1/")) {
                var path = route.getPath().replaceAll(":(\\w+)", "{$1}");
                route.methods()
                        .forEach(m -> routes.add(new HttpContract.Operation(m.name(), path)));
            }
        }

        assertThat(routes).isNotEmpty().isSubsetOf(CONTRACT.operations());
    }

    @Test
    void aTokenInTheUrlIsRefused() {
        as("h-alice")
                .get("/v1/agents?token=" + tokens.of("h-alice"))
                .then()
                .statusCode(400)
                .body("type", equalTo("token-in-url"));
    }

    @Test
    void whatDoesNotExistIsAProblemToo() {
        as("h-alice").get("/v1/nothing").then().statusCode(404).body("type", equalTo("not-found"));
        as("h-alice").get("/nothing").then().statusCode(404).body("type", equalTo("not-found"));
        as("h-alice")
                .put("/v1/runs")
                .then()
                .statusCode(405)
                .body("type", equalTo("method-not-allowed"));
        as("h-alice")
                .contentType("text/plain")
                .body("x")
                .post("/v1/runs")
                .then()
                .statusCode(415)
                .body("type", equalTo("unsupported-media-type"));
        as("h-alice")
                .get("/v1/runs/x/events?from=0")
                .then()
                .statusCode(404)
                .body("type", equalTo("unknown-run"));
    }

    @Test
    void theStreamsAddressAsksForAWebSocketAndForAnAllowedOrigin() {
        as("h-alice").get("/v1/stream").then().statusCode(426);
        as("h-alice")
                .header("Upgrade", "websocket")
                .header("Connection", "Upgrade")
                .header("Origin", "https://evil.example")
                .get("/v1/stream")
                .then()
                .statusCode(403)
                .body("type", equalTo("origin-not-allowed"));
    }

    @Test
    void healthAndMetricsNeedNoToken() {
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("lifeline_gateway_connections"))
                .body(containsString("lifeline_gateway_events_total"))
                .body(containsString("lifeline_gateway_fallbacks_total"))
                .body(containsString("lifeline_gateway_latency_seconds"));
    }

    @Test
    void thePageLoadsNothingFromElsewhere() {
        given().get("/")
                .then()
                .statusCode(200)
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("id=\"events\""));
        for (var file : List.of("/", "/app.js", "/app.css")) {
            assertThat(given().get(file).asString()).doesNotContain("http://", "https://");
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
