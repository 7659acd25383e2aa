package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.ServerSentEvents;
import dev.lifeline.e2e.consumers.SocketFollowers;
import dev.lifeline.e2e.fleet.Chatter;
import dev.lifeline.e2e.fleet.Drain;
import dev.lifeline.e2e.fleet.Tally;
import dev.lifeline.e2e.kafka.EventPen;
import dev.lifeline.e2e.kafka.ScriptedRun;
import dev.lifeline.e2e.stack.Broker;
import dev.lifeline.e2e.stack.GatewayFleet;
import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.Tool;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Gateways are restarted one after the other, and one crashes, in front of users who watch. */
@Needs(Tool.NPM)
@TestInstance(Lifecycle.PER_CLASS)
class RollingRestartIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int GATEWAYS = 3;
    private static final int USERS = 60;
    private static final int DRAIN_MILLIS = 3000;
    private static final int CUT = 1006;

    /** By itself: 143 stands for SIGTERM, which the platform passes on or not. */
    private static final List<Integer> WELL_ENDED = List.of(0, 143);

    private static final List<UserKey> ALL =
            IntStream.range(0, USERS).mapToObj(i -> new UserKey("default", "user-" + i)).toList();

    private final Broker broker = Broker.process();
    private final GatewayFleet gateways = GatewayFleet.start(broker, GATEWAYS);
    private final EventPen pen = new EventPen(broker.bootstrapServers());

    @AfterEach
    void start_those_that_are_gone() {
        gateways.restartTheGone();
    }

    @AfterAll
    void stop() {
        pen.close();
        gateways.close();
        broker.close();
    }

    @Test
    void users_see_every_event_once_and_in_order() throws Exception {
        try (var followers = SocketFollowers.follow(tokens(), gateways.uris())) {
            // given
            await("all have caught up")
                    .atMost(LIMIT)
                    .until(() -> followers.happened("caught_up").size() == USERS);

            try (var chatter = Chatter.start(pen, ALL, 10, Duration.ofMillis(50))) {
                // when
                for (int gateway = 0; gateway < GATEWAYS; gateway++) {
                    restart(gateway);
                }
                crash(0, followers);

                // then
                requireNoneMissed(chatter, followers);
            }
            for (int gateway = 0; gateway < GATEWAYS; gateway++) {
                var drain = Drain.of(gateway, followers);
                System.out.println(drain);
                drain.requireOrderly(DRAIN_MILLIS);
            }
        }
    }

    @Test
    void answers_that_go_on_end_with_their_gateway_and_go_on_at_another() {
        // given
        var run = ScriptedRun.of(new UserKey("default", "reader"));
        var events = run.events(6, "word");
        pen.order(run);
        try (var frames = api(1, run.user()).serverSentEvents("/v1/events");
                var lines = api(1, run.user()).lines(eventsOf(run))) {
            awaitKind(frames, "caught_up");
            pen.write(events.subList(0, 3));
            await("three events")
                    .atMost(LIMIT)
                    .until(() -> frames.events().size() == 3 && lines.events().size() == 3);

            // when
            gateways.terminate(1);

            // then
            await("both are over").atMost(LIMIT).until(() -> frames.isOver() && lines.isCutShort());
            awaitKind(frames, "goaway");
            pen.write(events.subList(3, 6));
            try (var next =
                            api(2, run.user())
                                    .serverSentEvents("/v1/events?cursor=" + frames.cursor());
                    var rest = api(2, run.user()).lines(eventsOf(run) + "?from=4")) {
                await("all events")
                        .atMost(LIMIT)
                        .until(() -> next.events().size() == 3 && rest.isWhole());
                requireAll(events, frames.events(), next.events());
                requireAll(events, lines.events(), rest.events());
            }
        }
    }

    private static String eventsOf(ScriptedRun run) {
        return "/v1/runs/" + run.runId() + "/events";
    }

    private static void awaitKind(ServerSentEvents frames, String kind) {
        await("a frame of kind " + kind)
                .atMost(LIMIT)
                .until(() ->
                        frames.frames().stream()
                                .anyMatch(f -> f.required("kind").asText().equals(kind)));
    }

    private static void requireAll(
            List<AgentEvent> written, List<JsonNode> before, List<JsonNode> after) {
        assertThat(Stream.concat(before.stream(), after.stream()))
                .extracting(event -> event.required("id").asText())
                .isEqualTo(written.stream().map(AgentEvent::getId).toList());
    }

    private Api api(int gateway, UserKey user) {
        return new Api(gateways.uri(gateway), gateways.token(user));
    }

    private Map<String, String> tokens() {
        return ALL.stream().collect(Collectors.toMap(UserKey::text, gateways::token));
    }

    /** SIGTERM: it says that it goes, takes nobody in any more, and ends by itself. */
    private void restart(int number) throws InterruptedException, ExecutionException {
        var api = api(number, ALL.getFirst());
        var ended = new FutureTask<>(() -> gateways.terminate(number));
        Thread.startVirtualThread(ended);
        await("readiness turns red")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> api.get("/q/health/ready").status() == 503);

        assertThat(api.handshake("/v1/stream")).as("answer to a new WebSocket").isEqualTo(503);
        assertThat(api.get("/v1/events").status()).as("answer to a new stream").isEqualTo(503);
        assertThat(ended.get()).as("exit code").isIn(WELL_ENDED);
        gateways.restartTheGone();
    }

    /** SIGKILL: nobody is told anything. */
    private void crash(int number, SocketFollowers followers) {
        gateways.kill(number);
        await("its users are elsewhere")
                .atMost(LIMIT)
                .until(() ->
                        followers.happened("close").stream()
                                        .anyMatch(close -> close.number("code") == CUT)
                                && followers.allAreLive());
    }

    private static void requireNoneMissed(Chatter chatter, SocketFollowers followers)
            throws InterruptedException, ExecutionException {
        var written = chatter.stop();
        int count = written.values().stream().mapToInt(List::size).sum();
        Tally.await(() -> followers.seen().values().stream().mapToInt(List::size).sum() >= count);

        var tally = Tally.of(written, followers.seen());
        System.out.println("rolling restart: " + tally);
        assertThat(tally).isEqualTo(tally.perfect());
        assertThat(followers.happened("gap")).isEmpty();
    }
}
