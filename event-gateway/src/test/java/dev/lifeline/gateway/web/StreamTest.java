package dev.lifeline.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.StreamClient;
import dev.lifeline.gateway.testing.Tokens;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The WebSocket as its clients meet it. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class StreamTest {

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
    void aRunArrivesAsTheContractWritesIt() {
        var alice = user("s-alice");
        var run = pen.takeOver(alice, "executor-1").run(alice);
        var client = connect("s-alice", "");
        var welcome = client.awaitFrame("welcome");
        client.awaitFrame("caught_up");

        pen.events(run.events(4));

        client.awaitEvents(4);
        assertThat(welcome.path("protocol").asText()).isEqualTo("lifeline.v1");
        assertThat(welcome.path("heartbeatSeconds").asInt()).isEqualTo(1);
        assertThat(welcome.path("connectionId").asText()).isNotBlank();
        assertThat(client.frames().getFirst()).isEqualTo(welcome);
        assertThat(client.eventIds()).isEqualTo(ids(run.events(4)));
        var first = client.events().findFirst().orElseThrow();
        assertThat(first.path("type").asText()).isEqualTo("agent_started");
        assertThat(first.path("userId").asText()).isEqualTo("s-alice");
        assertThat(first.path("data").path("input").asText()).isEqualTo("question");
        assertThat(first.get("parentRunId").isNull()).isTrue();
    }

    @Test
    void everyCursorResumesExactlyWhereItStands() {
        var bob = user("s-bob");
        var run = pen.takeOver(bob, "executor-1").run(bob);
        var client = connect("s-bob", "");
        client.awaitFrame("caught_up");
        pen.events(run.events(12));
        client.awaitEvents(12);
        var all = client.eventIds();
        client.close();

        for (var frame : client.frames()) {
            var resumed = connect("s-bob", "?cursor=" + frame.path("cursor").asText());
            resumed.awaitFrame("caught_up");

            assertThat(resumed.eventIds()).isEqualTo(all.subList(shownBefore(client, frame), 12));
            resumed.close();
        }
    }

    @Test
    void aQuietConnectionHearsHeartbeatsWithNewerCursors() {
        var user = user("s-quiet");
        var client = connect("s-quiet", "");
        var welcome = client.awaitFrame("welcome");
        pen.takeOver(user, "executor-1");

        await().until(() -> client.frames("heartbeat").size() >= 3);

        var last = client.frames("heartbeat").getLast().path("cursor").asText();
        assertThat(last).isNotEqualTo(welcome.path("cursor").asText());
    }

    @Test
    void oneRunIsShownAndThenTheServerClosesNormally() {
        var user = user("s-run");
        var owner = pen.takeOver(user, "executor-1");
        var run = owner.run(user);
        var other = owner.run(user);
        pen.event(run.started());
        pen.event(other.started());
        var client = connect("s-run", "?runId=" + run.run());
        client.awaitEvents(1);
        pen.event(other.completed(2));
        pen.event(run.completed(2));

        assertThat(client.awaitClose().code()).isEqualTo(1000);
        assertThat(client.eventIds()).isEqualTo(ids(run.events(2)));
    }

    @Test
    void someoneElsesRunDoesNotExist() {
        var owner = user("s-owner");
        var run = pen.takeOver(owner, "executor-1").run(owner);
        pen.events(run.events(3));

        var client = connect("s-nosy", "?runId=" + run.run());

        assertThat(client.awaitClose().code()).isEqualTo(4003);
        assertThat(client.eventIds()).isEmpty();
    }

    @Test
    void usersWithLookalikeNamesSeeTheirOwnEventsOnly() {
        var names = List.of("u/v", "u%2Fv", "U/v", "u/v\u200b", "\u00fc", "u\u0308");
        var listeners = names.stream().map(name -> connect(name, "")).toList();
        listeners.forEach(client -> client.awaitFrame("caught_up"));
        for (var name : names) {
            var user = user(name);
            pen.events(pen.takeOver(user, "executor-1").run(user).events(3));
        }

        for (int i = 0; i < names.size(); i++) {
            listeners.get(i).awaitEvents(3);
            assertThat(listeners.get(i).events().map(e -> e.path("userId").asText()))
                    .containsOnly(names.get(i))
                    .hasSize(3);
        }
    }

    @Test
    void aTenantsUserIsAnother() {
        var theirs = new UserKey("acme", "s-carol");
        var client = connect("s-carol", "");
        client.awaitFrame("caught_up");
        var hers = StreamClient.connect(Gateway.stream(""), tokens.of("acme", "s-carol"));
        clients.add(hers);
        hers.awaitFrame("caught_up");

        pen.events(pen.takeOver(theirs, "executor-1").run(theirs).events(2));

        hers.awaitEvents(2);
        assertThat(client.eventIds()).isEmpty();
    }

    @Test
    void aBrowsersTokenComesAsASubprotocol() {
        var bearer = "quarkus-http-upgrade#Authorization#Bearer%20" + tokens.of("s-browser");
        var client = connect(List.of("lifeline.v1", "bearer-token-carrier", bearer));
        var reversed = connect(List.of(bearer, "bearer-token-carrier", "lifeline.v1"));
        var carrierOnly = connect(List.of("bearer-token-carrier", bearer));

        client.awaitFrame("welcome");
        reversed.awaitFrame("welcome");
        carrierOnly.awaitFrame("welcome");
        assertThat(client.subprotocol()).isEqualTo("lifeline.v1");
        assertThat(reversed.subprotocol()).isEqualTo("lifeline.v1");
        assertThat(carrierOnly.subprotocol()).isEqualTo("bearer-token-carrier");
    }

    @Test
    void withoutAGoodTokenTheSocketIsClosedWithTheReason() {
        var expired = tokens.expiringIn("s-eve", Duration.ofMinutes(-1));

        assertThat(StreamClient.anonymous(Gateway.stream("")).awaitClose())
                .matches(c -> c.code() == 4001 && c.reason().contains("needed"));
        assertThat(withToken(expired).awaitClose())
                .matches(c -> c.code() == 4001 && c.reason().contains("expired"));
        assertThat(withToken(tokens.tampered("s-eve")).awaitClose())
                .matches(c -> c.code() == 4001 && c.reason().contains("signature"));
        assertThat(withToken(Tokens.unsigned("s-eve")).awaitClose().code()).isEqualTo(4001);
        assertThat(withToken("nonsense").awaitClose().code()).isEqualTo(4001);
        assertThat(withToken(tokens.ofAudience("other")).awaitClose())
                .matches(c -> c.code() == 4001 && c.reason().contains("aud"));
        assertThat(withToken(tokens.ofIssuer("https://other")).awaitClose())
                .matches(c -> c.code() == 4001 && c.reason().contains("issuer"));
        assertThat(withToken(tokens.of("x".repeat(129))).awaitClose().code()).isEqualTo(4001);
    }

    @Test
    void aTokenInTheUrlIsRefusedWhateverElseIsSent() {
        var client = connect("s-leaky", "?access_token=" + tokens.of("s-leaky"));

        assertThat(client.awaitClose())
                .matches(c -> c.code() == 4001 && c.reason().contains("URL"));
    }

    @Test
    void aConnectionEndsWithItsTokenUnlessThatIsRenewed() {
        // Five seconds of clock skew are tolerated.
        var ending = withToken(tokens.expiringIn("s-ending", Duration.ofSeconds(-3)));
        var renewed = withToken(tokens.expiringIn("s-renewed", Duration.ofSeconds(-3)));
        renewed.awaitFrame("welcome");
        renewed.sendFrame(
                "{\"kind\":\"authenticate\",\"token\":\"%s\"}".formatted(tokens.of("s-renewed")));

        assertThat(ending.awaitClose())
                .matches(c -> c.code() == 4001 && c.reason().contains("expired"));
        await().during(Duration.ofSeconds(1)).until(renewed::isOpen);
    }

    @Test
    void anotherUsersTokenDoesNotRenew() {
        var client = connect("s-mine", "");
        client.awaitFrame("welcome");

        client.sendFrame(
                "{\"kind\":\"authenticate\",\"token\":\"%s\"}".formatted(tokens.of("s-yours")));

        assertThat(client.awaitClose().code()).isEqualTo(4003);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mangled", "%00", "AAAA", "null", "%F0%9F%92%A9"})
    void aBrokenCursorClosesTheSocket(String cursor) {
        var client = connect("s-broken", "?cursor=" + cursor);

        assertThat(client.awaitClose()).matches(c -> c.code() == 4004 && !c.reason().isBlank());
    }

    @Test
    void aCursorOfAnotherPartitionClosesTheSocket() {
        var client = connect("s-first", "");
        var cursor = client.awaitFrame("welcome").path("cursor").asText();

        var other = connect(nameInAnotherPartition("s-first"), "?cursor=" + cursor);

        assertThat(other.awaitClose().code()).isEqualTo(4004);
    }

    @Test
    void oneUserHasSoManyConnectionsAndNoMore() {
        for (int i = 0; i < 5; i++) {
            connect("s-many", "").awaitFrame("welcome");
        }

        assertThat(connect("s-many", "").awaitClose().code()).isEqualTo(4008);

        clients.getFirst().close();
        await().until(() -> isWelcome("s-many"));
    }

    private boolean isWelcome(String name) {
        var client = connect(name, "");
        await().until(() -> !client.isOpen() || !client.frames("welcome").isEmpty());
        return client.isOpen();
    }

    private StreamClient connect(String name, String query) {
        var client = StreamClient.connect(Gateway.stream(query), tokens.of(name));
        clients.add(client);
        return client;
    }

    private StreamClient connect(List<String> subprotocols) {
        var client = StreamClient.connect(Gateway.stream(""), subprotocols);
        clients.add(client);
        return client;
    }

    private StreamClient withToken(String token) {
        var client = StreamClient.connect(Gateway.stream(""), token);
        clients.add(client);
        return client;
    }

    private static int shownBefore(StreamClient client, JsonNode frame) {
        int shown = 0;
        for (var earlier : client.frames()) {
            shown +=
                    switch (earlier.path("kind").asText()) {
                        case "event" -> 1;
                        case "events" -> earlier.path("events").size();
                        default -> 0;
                    };
            if (earlier.equals(frame)) {
                break;
            }
        }
        return shown;
    }

    private static String nameInAnotherPartition(String name) {
        int partition = Pen.partition(user(name));
        for (int i = 0; ; i++) {
            if (Pen.partition(user("s-other-" + i)) != partition) {
                return "s-other-" + i;
            }
        }
    }

    private static UserKey user(String name) {
        return new UserKey("default", name);
    }

    private static List<String> ids(List<AgentEvent> events) {
        return events.stream().map(AgentEvent::getId).toList();
    }
}
