package dev.lifeline.gateway.web;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.testing.EventSource;
import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.gateway.testing.Metrics;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.SilentProxy;
import dev.lifeline.gateway.testing.StalledClient;
import dev.lifeline.gateway.testing.StreamClient;
import dev.lifeline.gateway.testing.Tokens;
import dev.lifeline.gateway.testing.VanishingClient;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that are gone, or do not read: they are found, and cost little until then. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class SilentClientsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CONNECTIONS = "lifeline_gateway_connections";
    private static final String LOST = "lifeline_gateway_lost_clients_total";
    private static final String QUEUED = "lifeline_gateway_queue_bytes";

    /** Room for what waits, one frame of history, and one event more. */
    private static final long MOST_QUEUED = (256 + 64 + 20) * 1024;

    /** One fewer than allowed: the connection that brought the cursor may count a little longer. */
    private static final int CONNECTIONS_EACH = 4;

    private final Tokens tokens = Gateway.tokens();
    private final Pen pen = Gateway.pen();

    @AfterEach
    void putAway() {
        pen.close();
    }

    @Test
    void aClientThatHasVanishedWithoutAWordIsClosedAndOneThatIsQuietIsNot() {
        var direct = Gateway.stream("");
        double lost = Metrics.value(LOST);
        try (var proxy = SilentProxy.to(direct.getPort());
                var cut = VanishingClient.connect(Gateway.http("/v1/events"), tokens.of("q-cut"));
                var quietly = EventSource.open(Gateway.http("/v1/events"), tokens.of("q-quietly"));
                var quiet = StreamClient.connect(direct, tokens.of("q-quiet"))) {
            var through = URI.create("ws://localhost:" + proxy.port() + direct.getPath());
            var vanished = StreamClient.connect(through, tokens.of("q-vanished"));
            vanished.awaitFrame("caught_up");
            quiet.awaitFrame("caught_up");
            quietly.awaitMessage("caught_up");
            double connections = Metrics.value(CONNECTIONS);

            proxy.fallSilent();
            cut.vanish();

            await().atMost(PATIENCE).until(() -> Metrics.value(LOST) == lost + 2);
            await().atMost(PATIENCE).until(() -> Metrics.value(CONNECTIONS) == connections - 2);
            assertThat(quiet.isOpen()).isTrue();
            assertThat(quietly.isOpen()).isTrue();
            vanished.close();
        }
    }

    @Test
    void twoHundredClientsThatDoNotReadCostTheirQueuesAndAreClosedInTheEnd() {
        double before = Metrics.value(CONNECTIONS);
        double lost = Metrics.value(LOST);
        var users = IntStream.range(0, 50).mapToObj(i -> "q-stalled-" + i).toList();
        var beginnings = users.stream().collect(toMap(user -> user, this::writeAMegabyte));
        var stalled = new ArrayList<StalledClient>();
        try {
            beginnings.forEach((user, cursor) -> stalled.addAll(stall(user, cursor)));

            var most = new AtomicLong();
            await().atMost(PATIENCE)
                    .until(() -> {
                        most.accumulateAndGet((long) Metrics.value(QUEUED), Math::max);
                        return Metrics.value(LOST) == lost + 200;
                    });
            assertThat(most.get()).isBetween(200L * 128 * 1024, 200 * MOST_QUEUED);
            await().atMost(PATIENCE).until(() -> Metrics.value(CONNECTIONS) <= before);
            assertThat(Metrics.value(QUEUED)).isZero();
        } finally {
            stalled.forEach(StalledClient::close);
        }
    }

    /** Writes a run of that user's, and returns the place before it. */
    private String writeAMegabyte(String name) {
        var user = new UserKey("default", name);
        String cursor;
        try (var client = StreamClient.connect(Gateway.stream(""), tokens.of(name))) {
            cursor = client.awaitFrame("welcome").path("cursor").asText();
        }
        var run = pen.takeOver(user, "executor-1").run(user);
        var events = new ArrayList<AgentEvent>();
        events.add(run.started());
        LongStream.range(2, 62).forEach(i -> events.add(run.delta(i, "x".repeat(16 * 1024))));
        pen.events(events);
        return cursor;
    }

    private List<StalledClient> stall(String name, String cursor) {
        var stream = Gateway.stream("?cursor=" + cursor);
        var events = Gateway.http("/v1/events?cursor=" + cursor);
        return Stream.generate(() ->
                        List.of(
                                StalledClient.connect(stream, tokens.of(name)),
                                StalledClient.connectToEvents(events, tokens.of(name))))
                .limit(CONNECTIONS_EACH / 2)
                .flatMap(List::stream)
                .toList();
    }
}
