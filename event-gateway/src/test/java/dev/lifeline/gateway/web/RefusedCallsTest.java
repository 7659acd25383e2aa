package dev.lifeline.gateway.web;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.gateway.testing.Tokens;
import dev.lifeline.schemas.contract.HttpContract;
import dev.lifeline.schemas.contract.HttpContractFilter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that are refused, as their callers meet it. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class RefusedCallsTest {

    private static final HttpContract CONTRACT = HttpContract.of("event-gateway");

    private final Tokens tokens = Gateway.tokens();

    @BeforeEach
    void holdAnswersAgainstTheDocument() {
        RestAssured.replaceFiltersWith(new HttpContractFilter(CONTRACT));
        Gateway.awaitAgents();
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
    void aUserWhoAsksForRunsWithoutEndIsToldWhenToComeBack() {
        var request = Map.of("agent", "researcher", "input", "x");
        var refused =
                Stream.generate(() -> as("h-eager").body(request).post("/v1/runs"))
                        .limit(2000)
                        .filter(answer -> answer.statusCode() != 202)
                        .findFirst()
                        .orElseThrow();

        refused.then()
                .statusCode(429)
                .header("Retry-After", "1")
                .body("type", equalTo("too-many-calls"));
        as("h-patient").body(request).post("/v1/runs").then().statusCode(202);
        given().get("/q/metrics")
                .then()
                .body(containsString("lifeline_gateway_refusals_total{reason=\"too-many-calls\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "from=0",
        "from=x",
        "follow=maybe",
        "speed=0",
        "speed=-1",
        "speed=fast",
        "speed=NaN"
    })
    void aBadParameterOfARunsEventsIsNamed(String query) {
        var runId =
                start("h-alice", Map.of("agent", "researcher", "input", "x")).<String>path("runId");

        as("h-alice")
                .get("/v1/runs/" + runId + "/events?" + query)
                .then()
                .statusCode(400)
                .body("type", equalTo("bad-parameter"))
                .body("detail", containsString("\"" + query.split("=", -1)[0] + "\""));
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
}
