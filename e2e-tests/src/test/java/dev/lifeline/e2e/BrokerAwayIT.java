package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.drills.Seeds;
import dev.lifeline.e2e.fleet.Chatter;
import dev.lifeline.e2e.fleet.Crowd;
import dev.lifeline.e2e.kafka.EventPen;
import dev.lifeline.e2e.stack.Broker;
import dev.lifeline.e2e.stack.GatewayFleet;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.UserKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The broker is gone for a while under a gateway that many are connected to. */
class BrokerAwayIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int USERS = Seeds.LONG ? 1000 : 300;
    private static final int HEARTBEAT_SECONDS = 2;
    private static final int OUTAGE_SECONDS = Seeds.LONG ? 60 : 20;
    private static final int UNAVAILABLE = 4100;

    private static final List<UserKey> ALL =
            IntStream.range(0, USERS).mapToObj(i -> new UserKey("default", "user-" + i)).toList();

    @Test
    void connections_outlive_it_and_miss_nothing() throws Exception {
        var settings = Map.of("LIFELINE_GATEWAY_HEARTBEAT", HEARTBEAT_SECONDS + "s");
        try (var process = BrokerProcess.start();
                var gateways = GatewayFleet.start(Broker.on(process), 1, settings);
                var pen = new EventPen(process.bootstrapServers());
                var crowd = crowd(gateways);
                var chatter = Chatter.start(pen, ALL, USERS / 20, Duration.ofMillis(50))) {
            var api = new Api(gateways.uri(0), gateways.token(ALL.getFirst()));
            crowd.awaitMore(1);

            int heartbeats = crowd.fewestHeartbeats() + OUTAGE_SECONDS / HEARTBEAT_SECONDS;

            // when
            process.kill();

            // then
            requireRedInTime(api);
            requireNobodyLetIn(api);
            await("heartbeats go on")
                    .atMost(LIMIT.multipliedBy(2))
                    .until(() -> crowd.fewestHeartbeats() >= heartbeats);
            process.restart();
            await("readiness is green again").atMost(LIMIT).until(() -> ready(api) == 200);
            crowd.awaitMore(1);
            var tally = crowd.tally(chatter.stop());
            System.out.printf("broker away, %d cut off: %s%n", crowd.cuts(), tally);
            assertThat(tally).isEqualTo(tally.perfect());
            assertThat(crowd.cuts()).as("connections that were cut").isZero();
        }
    }

    private static Crowd crowd(GatewayFleet gateways) throws InterruptedException {
        var stream = gateways.uri(0).toString().replaceFirst("^http", "ws") + "/v1/stream?shard=0";
        return Crowd.watching(ALL, _ -> URI.create(stream), gateways::token);
    }

    /** What is promised for any break: red within 10 s, with the reason. */
    private static void requireRedInTime(Api api) {
        await("readiness is red").atMost(Duration.ofSeconds(10)).until(() -> ready(api) == 503);

        assertThat(api.get("/q/health/ready").body()).contains("no broker has answered since");
    }

    private static void requireNobodyLetIn(Api api) {
        try (var stream = api.stream("")) {
            assertThat(stream.awaitClosed()).isEqualTo(UNAVAILABLE);
        }
        assertThat(api.get("/v1/events").status()).isEqualTo(503);
    }

    private static int ready(Api api) {
        return api.get("/q/health/ready").status();
    }
}
