package dev.lifeline.gateway.fuzz;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.gateway.testing.Metrics;
import dev.lifeline.gateway.testing.StreamClient;
import dev.lifeline.gateway.testing.Tokens;
import dev.lifeline.schemas.UserKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Sends the gateway thousands of frames, handshakes and requests that are wrong, each made from its
 * number; {@code -Dlifeline.seed=7}, or {@code 1-50}, sends those only.
 */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class FuzzTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CONNECTIONS = "lifeline_gateway_connections";
    private static final int USERS = 60;
    private static final int SENT_PER_EVENT = 10;

    /** More than there are threads. */
    private static final int UNFINISHED = 300;

    private static final List<String> HEADERS_OF_A_POST =
            List.of("Host: localhost", "Content-Type: application/json");

    private final Tokens issuer = Gateway.tokens();
    private final List<String> tokens =
            IntStream.range(0, USERS).mapToObj(i -> issuer.of("z-" + i)).toList();

    @Test
    void whateverIsSentItAnswersAsDocumentedAndServesTheOthers() {
        Gateway.awaitAgents();
        double before = Metrics.value(CONNECTIONS);
        var user = new UserKey("default", "z-healthy");
        try (var log = LogWatch.begin(tokens);
                var pen = Gateway.pen();
                var healthy = StreamClient.connect(Gateway.stream(""), issuer.of("z-healthy"))) {
            var cursor = healthy.awaitFrame("welcome").path("cursor").asText();
            var run = pen.takeOver(user, "executor-1").run(user);
            pen.event(run.started());
            var sequence = new AtomicLong(1);
            var attack = new Attack(Gateway.http("").getPort(), cursor, tokens);

            attack.run(sent -> {
                if (sent % SENT_PER_EVENT == 0) {
                    pen.event(run.delta(sequence.incrementAndGet(), "word "));
                }
            });

            assertThat(attack.failures()).isEmpty();
            assertThat(log.offences()).isEmpty();
            assertThat(attack.answered()).as("answered").isGreaterThan(attack.sent() / 2);
            healthy.awaitEvents(sequence.intValue());
            assertThat(healthy.eventIds())
                    .isEqualTo(
                            IntStream.rangeClosed(1, sequence.intValue())
                                    .mapToObj(i -> run.run().text() + ":" + i)
                                    .toList());
        }
        await().atMost(PATIENCE).until(() -> Metrics.value(CONNECTIONS) <= before);
        assertThat(Metrics.value("lifeline_gateway_queue_bytes")).isZero();
    }

    @Test
    void requestsWhoseBodiesNeverEndDelayNobody() {
        Gateway.awaitAgents();
        int port = Gateway.http("").getPort();
        var half =
                Request.of("POST", "/v1/runs", HEADERS_OF_A_POST, "x".repeat(20_000))
                        .with("Content-Length: 30000")
                        .bytes();
        var unfinished = Stream.generate(() -> Exchange.open(port)).limit(UNFINISHED).toList();
        try {
            unfinished.forEach(exchange -> exchange.send(half));

            given().header("Authorization", "Bearer " + issuer.of("z-healthy"))
                    .contentType("application/json")
                    .body(Map.of("agent", "researcher", "input", "x"))
                    .post("/v1/runs")
                    .then()
                    .statusCode(202);
            assertThat(unfinished).allMatch(Exchange::isQuiet);
        } finally {
            unfinished.forEach(Exchange::close);
        }
    }

    @Test
    void compressionIsNotAgreedOn() {
        try (var exchange = Exchange.open(Gateway.http("").getPort())) {
            exchange.send(
                    new Requests("")
                            .handshake(tokens.getFirst())
                            .with("Sec-WebSocket-Extensions: permessage-deflate")
                            .bytes());

            var heard = exchange.listenUntil(bytes -> text(bytes).contains("welcome"));

            assertThat(text(heard))
                    .startsWith("HTTP/1.1 101")
                    .doesNotContainIgnoringCase("deflate");
        }
    }

    @Test
    void aMessageInPiecesIsReadAndOneThatIsNoTextEndsTheConnection() {
        try (var exchange = Exchange.open(Gateway.http("").getPort())) {
            exchange.send(new Requests("").handshake(tokens.getFirst()).bytes());
            exchange.listenUntil(bytes -> text(bytes).contains("welcome"));

            exchange.send(
                    Bytes.of(
                            ClientBytes.frame(ClientBytes.TEXT, new byte[0], 0),
                            ClientBytes.frame(ClientBytes.CONTINUATION, Bytes.of("{\"kind\""), 7),
                            ClientBytes.frame(ClientBytes.CONTINUATION, Bytes.of(":1}"))));
            exchange.listenUntil(bytes -> text(bytes).contains("unknown_frame"));
            exchange.send(ClientBytes.frame(ClientBytes.TEXT, Bytes.of("\"", 0xC3, 0x28, "\"")));

            var heard = exchange.listenUntil(bytes -> text(bytes).contains("UTF-8"));
            assertThat(text(heard)).contains("\u0003\u00efa text frame must be UTF-8");
        }
    }

    @Test
    void aClientOfHttpWithoutChunksIsServedUntilItsConnectionIsClosed() {
        var user = new UserKey("default", "z-old");
        try (var pen = Gateway.pen();
                var stream = Exchange.open(Gateway.http("").getPort());
                var lines = Exchange.open(Gateway.http("").getPort())) {
            var run = pen.takeOver(user, "executor-1").run(user);
            pen.events(run.events(3));

            stream.send(old("/v1/events"));
            lines.send(old("/v1/runs/" + run.run().text() + "/events?follow=false"));

            assertThat(text(stream.listenUntil(heard -> text(heard).contains("caught_up"))))
                    .containsPattern("^HTTP/1\\.[01] 200")
                    .doesNotContainIgnoringCase("transfer-encoding");
            assertThat(text(lines.listenUntil(heard -> false)).lines())
                    .filteredOn(line -> line.contains(run.run().text()))
                    .hasSize(3);
        }
    }

    private byte[] old(String target) {
        var token = "Authorization: Bearer " + issuer.of("z-old");
        return Request.of("GET", target, List.of(token, "Connection: keep-alive"), "")
                .withVersion("HTTP/1.0")
                .bytes();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}
