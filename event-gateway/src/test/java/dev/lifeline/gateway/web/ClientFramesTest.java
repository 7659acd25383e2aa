package dev.lifeline.gateway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.cursor.MalformedCursorException;
import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.StreamClient;
import dev.lifeline.gateway.testing.Tokens;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.Delivery;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients say on their WebSockets, and what comes of it. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class ClientFramesTest {

    private final Tokens tokens = Gateway.tokens();
    private final List<StreamClient> clients = new ArrayList<>();
    private Pen pen;

    @BeforeEach
    void takePen() {
        pen = Gateway.pen();
    }

    @AfterEach
    void putAway() {
        clients.forEach(StreamClient::close);
        pen.close();
    }

    @Test
    void framesThatMeanNothingAreRefusedAndTheConnectionLives() {
        var user = user("s-noisy");
        var client = connect("s-noisy", "");
        var cursor = client.awaitFrame("welcome").path("cursor").asText();

        client.send("not json");
        client.send("[]");
        client.send("{\"kind\":\"subscribe\"}");
        client.send("{\"kind\":\"ack\",\"cursor\":\"mangled\"}");
        client.send("{\"kind\":\"authenticate\",\"token\":\"nonsense\"}");
        client.sendBinary(new byte[] {1, 2, 3});
        client.send("x".repeat(65 * 1024));
        client.sendFrame("{\"kind\":\"ack\",\"cursor\":\"%s\"}".formatted(cursor));

        await().until(() -> client.frames("error").size() == 7);
        assertThat(client.frames("error").stream().map(f -> f.path("code").asText()))
                .containsExactlyInAnyOrder(
                        "not_json",
                        "unknown_frame",
                        "unknown_frame",
                        "bad_cursor",
                        "not_authenticated",
                        "binary",
                        "too_large");
        pen.events(pen.takeOver(user, "executor-1").run(user).events(2));
        client.awaitEvents(2);
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void whatAClientConfirmsIsInTheLogOfDeliveries() throws UndecodableException {
        var user = user("s-shown");
        var run = pen.takeOver(user, "executor-1").run(user);
        var client = connect("s-shown", "");
        var welcome = client.awaitFrame("welcome");
        client.awaitFrame("caught_up");
        pen.events(run.events(3));
        client.awaitEvents(3);
        var last = client.frames("event").getLast().path("cursor").asText();

        client.sendFrame(ack(welcome.path("cursor").asText()));
        client.sendFrame(ack(last));
        client.sendFrame(ack(welcome.path("cursor").asText()));

        var shown = new CopyOnWriteArrayList<Delivery>();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> {
                    shown.clear();
                    for (var record : Gateway.records(Topics.DELIVERIES, user)) {
                        if (Arrays.equals(record.key(), user.bytes())) {
                            shown.add(new Codec().decode(record.value(), Delivery.class));
                        }
                    }
                    return !shown.isEmpty() && shown.getLast().getCursorOffset() == offset(last);
                });
        assertThat(shown)
                .hasSizeBetween(1, 2)
                .allSatisfy(delivery -> {
                    assertThat(delivery.getConnectionId())
                            .isEqualTo(welcome.path("connectionId").asText());
                    assertThat(delivery.getGatewayId()).isEqualTo("gateway-under-test");
                    assertThat(delivery.getPartition()).isEqualTo(Pen.partition(user));
                });
        assertThat(client.frames("error")).isEmpty();
        var event =
                KafkaMessageFactory.createReader(Gateway.records(Topics.DELIVERIES, user).getLast())
                        .toEvent();
        assertThat(event.getType()).isEqualTo("dev.lifeline.Delivery");
        given().get("/q/metrics")
                .then()
                .body(containsString("lifeline_gateway_receipts_total{outcome=\"sent\"}"));
    }

    @Test
    void onlyPlacesThatTheConnectionWasSentCanBeConfirmed() throws MalformedCursorException {
        var client = connect("s-boast", "");
        var cursor = CursorCodec.decode(client.awaitFrame("welcome").path("cursor").asText());
        var beyond =
                new Cursor(
                        cursor.log(), cursor.partition(), cursor.offset() + 1000, cursor.epoch());
        var elsewhere =
                new Cursor(
                        cursor.log(), (cursor.partition() + 1) % Pen.PARTITIONS, 0, cursor.epoch());

        client.sendFrame(ack(CursorCodec.encode(beyond)));
        client.sendFrame(ack(CursorCodec.encode(elsewhere)));

        await().until(() -> client.frames("error").size() == 2);
        assertThat(client.frames("error"))
                .allMatch(f -> f.path("code").asText().equals("bad_cursor"));
        assertThat(client.isOpen()).isTrue();
    }

    @Test
    void whoSendsFramesWithoutEndIsToldAndThenLetGo() {
        var client = connect("s-flood", "");
        client.awaitFrame("welcome");

        for (int i = 0; i < 2000 && client.isOpen(); i++) {
            try {
                client.send("{\"kind\":\"subscribe\"}");
            } catch (CompletionException e) {
                break;
            }
        }

        assertThat(client.awaitClose())
                .matches(c -> c.code() == 4008 && c.reason().contains("frames"));
        assertThat(client.frames("error"))
                .anyMatch(f -> f.path("code").asText().equals("too_many_frames"));
    }

    @Test
    void aHugeFrameCostsItsSenderTheConnectionAndNobodyElse() {
        var client = connect("s-huge", "");
        var other = connect("s-huge", "");
        client.awaitFrame("welcome");
        other.awaitFrame("welcome");

        client.sendInFragments("x".repeat(16 * 1024), 80);

        assertThat(client.awaitClose().code()).isEqualTo(1009);
        assertThat(other.isOpen()).isTrue();
    }

    private static String ack(String cursor) {
        return "{\"kind\":\"ack\",\"cursor\":\"%s\"}".formatted(cursor);
    }

    private static long offset(String cursor) throws MalformedCursorException {
        return CursorCodec.decode(cursor).offset();
    }

    private StreamClient connect(String name, String query) {
        var client = StreamClient.connect(Gateway.stream(query), tokens.of(name));
        clients.add(client);
        return client;
    }

    private static UserKey user(String name) {
        return new UserKey("default", name);
    }
}
