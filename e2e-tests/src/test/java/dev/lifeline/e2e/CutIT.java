package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.client.EventStream;
import dev.lifeline.e2e.kafka.EventPen;
import dev.lifeline.e2e.kafka.ScriptedRun;
import dev.lifeline.e2e.stack.Broker;
import dev.lifeline.e2e.stack.GatewayFleet;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A connection is cut after every event in turn, and each time another gateway goes on. */
@TestInstance(Lifecycle.PER_CLASS)
class CutIT {

    private static final int EVENTS = 40;
    private static final int GATEWAYS = 3;
    private static final int CUT = 1006;
    private static final int DONE = 1000;

    /** As long as a text may be: while catching up, no two such events share a frame. */
    private static final String LONGEST_TEXT = "word ".repeat(13_107);

    private final UserKey user = new UserKey("default", "cut");
    private final Broker broker = Broker.process();
    private final GatewayFleet gateways = GatewayFleet.start(broker, GATEWAYS);
    private final EventPen pen = new EventPen(broker.bootstrapServers());
    private final List<EventStream> watching = new ArrayList<>();
    private final ScriptedRun over = ScriptedRun.of(user);

    /** When an event is written, seen from the viewer who comes back. */
    private enum Moment {
        WHILE_AWAY,
        WHILE_CONNECTING,
        WHILE_LIVE
    }

    @BeforeAll
    void write_a_run_that_is_over() {
        // A gateway has the newest records of a partition that somebody watches in memory: with
        // this run, which is larger, some cuts lie in memory and some only in Kafka.
        IntStream.range(0, GATEWAYS).forEach(i -> watching.add(api(i).stream("").awaitWelcome()));
        pen.order(over);
        pen.write(over.events(EVENTS, LONGEST_TEXT));
    }

    @AfterAll
    void stop() {
        watching.forEach(EventStream::close);
        pen.close();
        gateways.close();
        broker.close();
    }

    static IntStream everyEvent() {
        return IntStream.rangeClosed(1, EVENTS);
    }

    @ParameterizedTest(name = "cut after event {0}")
    @MethodSource("everyEvent")
    void a_run_that_is_over_is_seen_whole(int event) {
        // given
        var seen = new ArrayList<JsonNode>();
        String cursor;
        try (var stream = api(event).streamCutAfter(event, ofRun(over))) {
            assertThat(stream.awaitClosed()).isEqualTo(CUT);
            seen.addAll(stream.events());
            cursor = stream.cursor();
        }
        assertThat(seen.size()).as("events before the cut").isEqualTo(event);

        // when
        try (var resumed = api(event + 1).stream(ofRun(over) + "&cursor=" + cursor)) {
            assertThat(resumed.awaitClosed()).isEqualTo(DONE);
            seen.addAll(resumed.events());
            requireUndisturbed(resumed);
        }

        // then
        requireWhole(over, seen);
    }

    @Test
    void a_run_in_progress_is_followed_over_a_cut_after_every_event() {
        var run = ScriptedRun.of(user);

        var cursor = followOverCuts(run, ofRun(run) + "&cursor=");

        try (var stream = api(0).stream(ofRun(run) + "&cursor=" + cursor)) {
            assertThat(stream.awaitClosed()).isEqualTo(DONE);
            assertThat(stream.events()).as("events after the last").isEmpty();
        }
    }

    @Test
    void all_events_of_a_user_are_followed_over_a_cut_after_each() {
        var run = ScriptedRun.of(user);

        var cursor = followOverCuts(run, "?cursor=");

        try (var stream = api(0).stream("?cursor=" + cursor)) {
            stream.awaitFrame("caught_up");
            assertThat(stream.events()).as("events after the last").isEmpty();
        }
    }

    /** Writes a run and sees it to its end; returns the last cursor. */
    private String followOverCuts(ScriptedRun run, String query) {
        pen.order(run);
        var seen = new ArrayList<JsonNode>();
        var cursor = place();
        for (var event : run.events(EVENTS, "word")) {
            int number = seen.size();
            var moment = Moment.values()[number % Moment.values().length];
            try (var stream = writtenAndSeen(event, moment, api(number), query + cursor)) {
                assertThat(stream.awaitClosed()).isEqualTo(CUT);
                seen.addAll(stream.events());
                cursor = stream.cursor();
                requireUndisturbed(stream);
            }
        }
        requireWhole(run, seen);
        return cursor;
    }

    /** A connection that is cut by the first event that it shows, and that event, written then. */
    private EventStream writtenAndSeen(AgentEvent event, Moment moment, Api api, String query) {
        return switch (moment) {
            case WHILE_AWAY -> {
                pen.write(List.of(event));
                yield api.streamCutAfter(1, query);
            }
            case WHILE_CONNECTING -> {
                var written = CompletableFuture.supplyAsync(() -> pen.write(List.of(event)));
                var stream = api.streamCutAfter(1, query);
                written.join();
                yield stream;
            }
            case WHILE_LIVE -> {
                var stream = api.streamCutAfter(1, query);
                stream.awaitFrame("caught_up");
                pen.write(List.of(event));
                yield stream;
            }
        };
    }

    /** Where the user's events are now; all that is written later lies behind it. */
    private String place() {
        try (var stream = api(0).stream("")) {
            return stream.awaitFrame("caught_up").required("cursor").asText();
        }
    }

    private Api api(int gateway) {
        return new Api(gateways.uri(gateway), gateways.token(user));
    }

    private static String ofRun(ScriptedRun run) {
        return "?runId=" + run.runId();
    }

    private static void requireUndisturbed(EventStream stream) {
        assertThat(stream.frames())
                .extracting(frame -> frame.required("kind").asText())
                .as("kinds of frames")
                .isSubsetOf("welcome", "event", "events", "caught_up", "heartbeat");
    }

    private static void requireWhole(ScriptedRun run, List<JsonNode> seen) {
        var whole = new CompleteRun(seen);
        assertThat(whole.events()).hasSize(EVENTS);
        assertThat(whole.runId()).isEqualTo(run.runId());
    }
}
