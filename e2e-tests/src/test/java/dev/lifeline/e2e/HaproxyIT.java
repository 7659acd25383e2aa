package dev.lifeline.e2e;

import static java.util.Comparator.comparingInt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.Measurements;
import dev.lifeline.e2e.drills.Seeds;
import dev.lifeline.e2e.fleet.Chatter;
import dev.lifeline.e2e.fleet.Crowd;
import dev.lifeline.e2e.fleet.Reading;
import dev.lifeline.e2e.kafka.EventPen;
import dev.lifeline.e2e.kafka.LogVolume;
import dev.lifeline.e2e.kafka.ScriptedRun;
import dev.lifeline.e2e.stack.Broker;
import dev.lifeline.e2e.stack.GatewayFleet;
import dev.lifeline.e2e.stack.Haproxy;
import dev.lifeline.e2e.stack.Needs;
import dev.lifeline.e2e.stack.Tool;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Three gateways behind the balancer of the documentation. In this order, because a gateway goes on
 * reading for a while what it has read for users who are gone.
 */
@Needs(Tool.HAPROXY)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class HaproxyIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int GATEWAYS = 3;
    private static final int USERS = Seeds.LONG ? 2000 : 600;
    private static final int EVENTS = 10;
    private static final String TEXT = "word ".repeat(60);
    private static final double TOLERATED = 1.1;

    private static final List<UserKey> ALL =
            IntStream.range(0, USERS).mapToObj(i -> new UserKey("default", "user-" + i)).toList();

    private final Broker broker = Broker.process();
    private final GatewayFleet gateways = GatewayFleet.start(broker, GATEWAYS);
    private final EventPen pen = new EventPen(broker.bootstrapServers());

    @AfterAll
    void stop() {
        pen.close();
        gateways.close();
        broker.close();
    }

    @Test
    @Order(1)
    void each_gateway_reads_no_more_than_its_own_users_shards() throws Exception {
        try (var balancer = Haproxy.byShard(gateways);
                var crowd = crowd(balancer)) {
            // when
            var reading = readWhileAllAreWrittenTo(balancer, crowd);

            // then
            System.out.printf("%d users by shard: %s%n", USERS, reading);
            assertThat(reading.shards())
                    .as("shards, none of them at two gateways")
                    .isEqualTo(Topics.LOCAL_PARTITIONS);
            assertThat(reading.ofLog()).isLessThanOrEqualTo(TOLERATED);
            assertThat(reading.gateways())
                    .allSatisfy(g -> assertThat(g.ofShards()).isLessThanOrEqualTo(TOLERATED));
        }
    }

    @Test
    @Order(2)
    void the_users_of_a_gateway_that_dies_lose_nothing() throws Exception {
        try (var balancer = Haproxy.byShard(gateways);
                var crowd = crowd(balancer)) {
            // given
            var busiest =
                    Collections.max(
                            balancer.shardsByGateway().entrySet(),
                            comparingInt(gateway -> gateway.getValue().size()));
            long itsUsers =
                    ALL.stream()
                            .filter(user -> busiest.getValue().contains(EventPen.partition(user)))
                            .count();
            try (var chatter = Chatter.start(pen, ALL, USERS / 20, Duration.ofMillis(50))) {
                crowd.awaitMore(1);

                // when
                gateways.kill(busiest.getKey());
                await("its users are cut off").atMost(LIMIT).until(() -> crowd.cuts() >= itsUsers);
                crowd.awaitLive();
                crowd.awaitMore(2);

                // then
                var tally = crowd.tally(chatter.stop());
                System.out.printf("gateway killed, %d cut off: %s%n", crowd.cuts(), tally);
                assertThat(tally).isEqualTo(tally.perfect());
            }
        } finally {
            gateways.restartTheGone();
        }
    }

    @Test
    @Order(3)
    void routing_by_chance_costs_reading_and_nothing_else() throws Exception {
        try (var balancer = Haproxy.atRandom(gateways);
                var crowd = crowd(balancer)) {
            // when
            var reading = readWhileAllAreWrittenTo(balancer, crowd);

            // then
            System.out.printf("%d users at random: %s%n", USERS, reading);
            assertThat(reading.gateways())
                    .allSatisfy(g -> assertThat(g.read()).isGreaterThan(reading.log() / 2));
        }
    }

    /** All users, each connected to where the service says. */
    private Crowd crowd(Haproxy balancer) throws InterruptedException {
        return Crowd.watching(ALL, user -> address(balancer, user), gateways::token);
    }

    private URI address(Haproxy balancer, UserKey user) {
        var answer = new Api(balancer.uri(), gateways.token(user)).get("/v1/connect");
        assertThat(answer.status()).isEqualTo(200);
        return URI.create(answer.json().required("url").asText());
    }

    /** Has something written to every user, and sees that it is shown to them. */
    private Reading readWhileAllAreWrittenTo(Haproxy balancer, Crowd crowd) {
        var volume = LogVolume.fromNow(broker.bootstrapServers());
        var before = bytesRead();

        var tally = crowd.tally(write());

        assertThat(tally).isEqualTo(tally.perfect());
        var log = volume.bytes();
        await("what was read is counted")
                .atMost(LIMIT)
                .until(() -> Reading.of(log, before, bytesRead(), Map.of()).coversTheLog());
        return Reading.of(log, before, bytesRead(), balancer.shardsByGateway());
    }

    private List<Long> bytesRead() {
        return gateways.uris().stream()
                .map(uri -> Measurements.of(uri).total("lifeline_gateway_bytes_read_total"))
                .toList();
    }

    /** Writes a run of each user, all of them at the same time; the ids of the events. */
    private Map<String, List<String>> write() {
        var runs = ALL.stream().map(user -> ScriptedRun.of(user).events(EVENTS, TEXT)).toList();
        IntStream.range(0, EVENTS)
                .forEach(i -> pen.write(runs.stream().map(run -> run.get(i)).toList()));
        return IntStream.range(0, USERS)
                .boxed()
                .collect(
                        Collectors.toMap(
                                i -> ALL.get(i).text(),
                                i -> runs.get(i).stream().map(AgentEvent::getId).toList()));
    }
}
