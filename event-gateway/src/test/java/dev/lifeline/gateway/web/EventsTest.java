package dev.lifeline.gateway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.testing.EventSource;
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

/** Server-sent events as their clients meet them. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class EventsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Tokens tokens = Gateway.tokens();
    private final List<AutoCloseable> clients = new ArrayList<>();
    private Pen pen;

    @BeforeEach
    void takePen() {
        pen = Gateway.pen();
    }

    @AfterEach
    void putAway() throws Exception {
        for (var client : clients) {
            client.close();
        }
        pen.close();
    }

    @Test
    void a_users_events_come_as_frames_with_their_cursors() {
        var user = user("e-alice");
        var run = pen.takeOver(user, "executor-1").run(user);
        var source = events("e-alice", "");
        source.awaitMessage("caught_up");

        pen.events(run.events(4));

        source.awaitEvents(4);
        assertThat(source.status()).isEqualTo(200);
        assertThat(source.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(source.header("Cache-Control")).isEqualTo("no-store");
        assertThat(source.eventIds()).isEqualTo(ids(run.events(4)));
        assertThat(source.messages())
                .allSatisfy(message -> {
                    assertThat(message.data().path("kind").asText()).isEqualTo(message.event());
                    assertThat(message.data().path("cursor").asText()).isEqualTo(message.id());
                });
        assertThat(source.messages().getFirst().event()).isEqualTo("welcome");
    }

    @Test
    void a_client_that_comes_back_goes_on_exactly_where_it_stood() {
        var user = user("e-bob");
        var run = pen.takeOver(user, "executor-1").run(user);
        var first = events("e-bob", "");
        first.awaitMessage("caught_up");
        pen.events(run.events(8));
        first.awaitEvents(8);

        int shown = 0;
        for (var message : first.messages()) {
            shown += message.event().equals("event") ? 1 : message.data().path("events").size();
            try (var again = events("e-bob", "?shard=7", "Last-Event-ID", message.id())) {
                again.awaitMessage("caught_up");

                assertThat(again.eventIds()).isEqualTo(ids(run.events(8)).subList(shown, 8));
            }
        }
    }

    @Test
    void the_last_event_counts_before_the_cursor_of_the_address() {
        var user = user("e-carol");
        var run = pen.takeOver(user, "executor-1").run(user);
        var first = events("e-carol", "");
        var begin = first.awaitMessage("caught_up").id();
        pen.events(run.events(3));
        first.awaitEvents(3);

        var again = events("e-carol", "?cursor=" + begin, "Last-Event-ID", first.lastEventId());
        var fromTheAddress = events("e-carol", "?cursor=" + begin);

        again.awaitMessage("caught_up");
        fromTheAddress.awaitEvents(3);
        assertThat(again.eventIds()).isEmpty();
    }

    @Test
    void a_quiet_stream_hears_heartbeats() {
        var source = events("e-quiet", "");

        await().atMost(LIMIT).until(() -> source.messages("heartbeat").size() >= 2);
    }

    @Test
    void a_stream_ends_with_its_token() {
        // Five seconds of clock skew are tolerated.
        var token = tokens.expiringIn("e-ending", Duration.ofSeconds(-3));
        var source = EventSource.open(Gateway.http("/v1/events"), token);
        clients.add(source);

        source.awaitEnd();
        assertThat(source.status()).isEqualTo(200);
    }

    @Test
    void a_broken_cursor_and_another_users_run_are_refused() {
        var user = user("e-owner");
        var run = pen.takeOver(user, "executor-1").run(user);
        pen.events(run.events(2));

        assertThat(events("e-dave", "", "Last-Event-ID", "mangled").status()).isEqualTo(400);
        assertThat(runEvents("e-dave", run.run().text(), "").status()).isEqualTo(404);
    }

    @Test
    void streams_of_all_kinds_count_together_and_one_too_many_is_told_when_to_come_back() {
        for (int i = 0; i < 4; i++) {
            events("e-many", "").awaitMessage("welcome");
        }
        var socket = StreamClient.connect(Gateway.stream(""), tokens.of("e-many"));
        clients.add(socket);
        socket.awaitFrame("welcome");

        var refused = events("e-many", "");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        socket.close();
        await().atMost(LIMIT)
                .until(() -> {
                    try (var another = events("e-many", "")) {
                        return another.status() == 200;
                    }
                });
    }

    @Test
    void a_run_is_shown_from_its_first_event_to_its_last() {
        var user = user("e-erin");
        var run = pen.takeOver(user, "executor-1").run(user);
        pen.event(run.started());
        var source = runEvents("e-erin", run.run().text(), "");
        source.awaitEvents(1);
        pen.event(run.completed(2));

        source.awaitEnd();
        assertThat(source.eventIds()).isEqualTo(ids(run.events(2)));
        assertThat(source.messages().getFirst().event()).isEqualTo("welcome");
    }

    @Test
    void who_has_seen_a_run_to_its_end_is_told_not_to_come_back() {
        var user = user("e-frank");
        var run = pen.takeOver(user, "executor-1").run(user);
        pen.events(run.events(6));
        var whole = runEvents("e-frank", run.run().text(), "");
        whole.awaitEnd();
        assertThat(whole.eventIds()).hasSize(6);

        var again =
                runEvents("e-frank", run.run().text(), "", "Last-Event-ID", whole.lastEventId());

        assertThat(again.status()).isEqualTo(204);
    }

    @Test
    void who_accepts_both_gets_what_is_preferred() {
        var user = user("e-ivan");
        var run = pen.takeOver(user, "executor-1").run(user);
        pen.events(run.events(2));
        var path = "/v1/runs/%s/events".formatted(run.run());

        assertThat(type(path, "text/event-stream, application/x-ndjson;q=0.5"))
                .isEqualTo("text/event-stream");
        assertThat(type(path, "text/event-stream;q=0.5, application/x-ndjson"))
                .isEqualTo("application/x-ndjson");
        assertThat(type(path, "*/*")).isEqualTo("application/x-ndjson");
    }

    private String type(String path, String accept) {
        return given().header("Authorization", "Bearer " + tokens.of("e-ivan"))
                .header("Accept", accept)
                .get(path)
                .contentType();
    }

    @Test
    void a_run_is_resumed_in_its_middle() {
        var user = user("e-grace");
        var run = pen.takeOver(user, "executor-1").run(user);
        pen.event(run.started());
        var open = runEvents("e-grace", run.run().text(), "");
        open.awaitEvents(1);
        var seen = open.lastEventId();
        pen.event(run.delta(2, "x"));
        pen.event(run.completed(3));

        var rest = runEvents("e-grace", run.run().text(), "", "Last-Event-ID", seen);

        rest.awaitEnd();
        assertThat(rest.eventIds()).isEqualTo(ids(run.events(3)).subList(1, 3));
    }

    @Test
    void a_pace_shows_all_events_in_order_and_ends() {
        var user = user("e-heidi");
        var run = pen.takeOver(user, "executor-1").run(user);
        pen.events(run.events(20));

        var source = runEvents("e-heidi", run.run().text(), "?speed=0.5");

        source.awaitEnd();
        assertThat(source.eventIds()).isEqualTo(ids(run.events(20)));
        assertThat(source.messages("events")).hasSize(20);
    }

    private EventSource events(String name, String query, String... headers) {
        return open("/v1/events" + query, name, headers);
    }

    private EventSource runEvents(String name, String run, String query, String... headers) {
        return open("/v1/runs/%s/events%s".formatted(run, query), name, headers);
    }

    private EventSource open(String path, String name, String... headers) {
        var source = EventSource.open(Gateway.http(path), tokens.of(name), headers);
        clients.add(source);
        return source;
    }

    private static UserKey user(String name) {
        return new UserKey("default", name);
    }

    private static List<String> ids(List<AgentEvent> events) {
        return events.stream().map(AgentEvent::getId).toList();
    }
}
