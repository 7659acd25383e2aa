package dev.lifeline.gateway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.Tokens;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.contract.HttpContract;
import dev.lifeline.schemas.contract.HttpContractFilter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the service answers beside runs and streams. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class SurfaceTest {

    private static final HttpContract CONTRACT = HttpContract.of("event-gateway");

    private final Tokens tokens = Gateway.tokens();
    private final Router router;

    SurfaceTest(Router router) {
        this.router = router;
    }

    @BeforeEach
    void holdAnswersAgainstTheDocument() {
        RestAssured.replaceFiltersWith(new HttpContractFilter(CONTRACT));
        Gateway.awaitAgents();
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
    void aUserIsToldWhereToOpenTheStreamAndWithWhatShard() {
        var user = new UserKey("default", "h-alice");

        var answer = as("h-alice").header("Host", "agents.example:8443").get("/v1/connect");

        var shard = Integer.toString(Pen.partition(user));
        answer.then()
                .statusCode(200)
                .body("shard", equalTo(shard))
                .body("url", equalTo("ws://agents.example:8443/v1/stream?shard=" + shard));
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

    private RequestSpecification as(String user) {
        return bearer(tokens.of(user)).contentType("application/json");
    }

    private static RequestSpecification bearer(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
