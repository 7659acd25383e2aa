package dev.lifeline.gateway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.testing.CollectorStack;
import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.local.ReceivedSpan;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.StartRun;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gateway with a collector: from a call's trace to its command's. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
@QuarkusTestResource(value = CollectorStack.class, restrictToAnnotatedClass = true)
class TracingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Codec codec = new Codec();
    private final URI traces =
            ConfigProvider.getConfig().getValue(CollectorStack.TRACES, URI.class);

    @BeforeEach
    void awaitAgents() {
        await("the catalogue has been read")
                .atMost(PATIENCE)
                .until(() -> as("t-probe").get("/v1/agents").statusCode() == 200);
    }

    @Test
    void aCallersTraceGoesOnThroughTheCallAndTheSendingIntoTheCommand()
            throws UndecodableException {
        var traceId = "0af7651916cd43dd8448eb211c80319c";

        var runId =
                start("t-alice", Map.of("traceparent", "00-" + traceId + "-b7ad6b7169203331-01"));

        var sending = awaitSending(runId);
        var call = span(sending.parentId());
        assertThat(sending.traceId()).isEqualTo(traceId);
        assertThat(call.parentId()).isEqualTo("b7ad6b7169203331");
        assertThat(call.kind()).isEqualTo("SERVER");
        assertThat(call.name()).isEqualTo("POST /v1/runs");
        assertThat(call.service()).isEqualTo("event-gateway");
        assertThat(sending.name()).isEqualTo("send agent.commands");
        assertThat(sending.kind()).isEqualTo("PRODUCER");
        assertThat(sending.attributes())
                .containsEntry("messaging.system", "kafka")
                .containsEntry("messaging.operation.type", "send")
                .containsEntry("messaging.destination.name", "agent.commands");
        assertCommandIsPartOf(sending, "t-alice", runId);
    }

    @Test
    void aCallWithoutATraceBeginsOne() throws UndecodableException {
        var runId = start("t-bob", Map.of());

        var sending = awaitSending(runId);
        assertThat(span(sending.parentId()).parentId()).isEmpty();
        assertCommandIsPartOf(sending, "t-bob", runId);
    }

    private void assertCommandIsPartOf(ReceivedSpan sending, String userId, String runId)
            throws UndecodableException {
        var record =
                Gateway.records(Topics.COMMANDS, new UserKey("default", userId)).stream()
                        .filter(r -> runId.equals(Headers.text(r.headers(), Headers.SUBJECT)))
                        .findFirst()
                        .orElseThrow();
        assertThat(codec.decode(record.value(), StartRun.class).getTraceparent())
                .isEqualTo(sending.traceparent());
        assertThat(record.headers().headers(Headers.TRACEPARENT)).hasSize(1);
        assertThat(Headers.text(record.headers(), Headers.TRACEPARENT))
                .isEqualTo(sending.traceparent());
    }

    private static String start(String user, Map<String, String> headers) {
        var answer =
                as(user).headers(headers)
                        .contentType("application/json")
                        .body(Map.of("agent", "researcher", "input", "why?"))
                        .post("/v1/runs");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(202);
        return answer.path("runId");
    }

    private static RequestSpecification as(String user) {
        return given().header("Authorization", "Bearer " + Gateway.tokens().of(user));
    }

    private ReceivedSpan awaitSending(String runId) {
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                ReceivedSpan.at(traces).stream()
                                        .filter(s ->
                                                runId.equals(s.attributes().get("lifeline.run.id")))
                                        .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }

    private ReceivedSpan span(String spanId) {
        return await().atMost(PATIENCE)
                .until(
                        () ->
                                ReceivedSpan.at(traces).stream()
                                        .filter(s -> s.spanId().equals(spanId))
                                        .toList(),
                        found -> !found.isEmpty())
                .getFirst();
    }
}
