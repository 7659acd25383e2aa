package dev.lifeline.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.cursor.MalformedCursorException;
import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.GatewayStack;
import dev.lifeline.gateway.testing.Metrics;
import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.gateway.testing.RunScript;
import dev.lifeline.gateway.testing.StreamClient;
import dev.lifeline.gateway.testing.Tokens;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Streams that resume far behind, over sockets: what they are shown, and what is measured. */
@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class HistoryMetricsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String FROM_RING = "lifeline_gateway_resumes_total{source=\"ring\"}";
    private static final String FROM_LOG = "lifeline_gateway_resumes_total{source=\"log\"}";
    private static final String LIVE = "lifeline_gateway_bytes_read_total{mode=\"live\"}";
    private static final String HISTORY = "lifeline_gateway_bytes_read_total{mode=\"history\"}";
    private static final String HITS = "lifeline_gateway_pages_total{chunk=\"hit\"}";
    private static final String MISSES = "lifeline_gateway_pages_total{chunk=\"miss\"}";

    private final Tokens tokens = Gateway.tokens();

    @Test
    void aResumeIsCountedByWhatItWasReadFrom() {
        var alice = new UserKey("default", "m-alice");
        try (var pen = Gateway.pen()) {
            var owner = pen.takeOver(alice, "executor-1");
            var begin = cursor("m-alice");
            var run = owner.run(alice);
            double ring = Metrics.value(FROM_RING);
            double live = Metrics.value(LIVE);
            pen.events(run.events(3));
            awaitEvents("m-alice", begin, run.events(3));
            assertThat(Metrics.value(FROM_RING)).isEqualTo(ring + 1);
            await().atMost(PATIENCE).until(() -> Metrics.value(LIVE) > live + 300);
            double history = Metrics.value(HISTORY);
            double log = Metrics.value(FROM_LOG);
            double misses = Metrics.value(MISSES);
            double hits = Metrics.value(HITS);
            fillTheRing(pen, owner, alice);

            awaitEvents("m-alice", begin, run.events(3));
            awaitEvents("m-alice", begin, run.events(3));

            assertThat(Metrics.value(FROM_LOG)).isEqualTo(log + 2);
            assertThat(Metrics.value(MISSES)).isGreaterThan(misses);
            assertThat(Metrics.value(HITS)).isGreaterThan(hits);
            assertThat(Metrics.value("lifeline_gateway_chunk_bytes")).isPositive();
            await().atMost(PATIENCE).until(() -> Metrics.value(HISTORY) > history + 500_000);
            assertThat(Metrics.value("lifeline_gateway_chunks_reading")).isZero();
            assertThat(Metrics.value("lifeline_gateway_pages_waiting")).isZero();
        }
    }

    @Test
    void whatRetentionHasDeletedIsAGapAndTheStreamGoesOn() throws MalformedCursorException {
        var bob = new UserKey("default", "m-bob");
        try (var pen = Gateway.pen()) {
            var owner = pen.takeOver(bob, "executor-1");
            var begin = cursor("m-bob");
            var old = owner.run(bob);
            pen.events(old.events(4));
            fillTheRing(pen, owner, bob);
            var kept = owner.run(bob);
            long earliest = pen.event(kept.started());
            deleteBefore(bob, earliest);
            pen.event(kept.completed(2));

            var client = awaitEvents("m-bob", begin, kept.events(2));

            var gap = client.frames("gap").getFirst();
            assertThat(client.frames("gap")).hasSize(1);
            assertThat(gap.path("reason").asText()).isEqualTo("retention");
            assertThat(gap.path("from").asText()).isEqualTo(begin);
            assertThat(CursorCodec.decode(gap.path("to").asText()).offset()).isEqualTo(earliest);
        }
    }

    private String cursor(String name) {
        try (var client = StreamClient.connect(Gateway.stream(""), tokens.of(name))) {
            return client.awaitFrame("caught_up").path("cursor").asText();
        }
    }

    private StreamClient awaitEvents(String name, String cursor, List<AgentEvent> events) {
        try (var client =
                StreamClient.connect(Gateway.stream("?cursor=" + cursor), tokens.of(name))) {
            client.awaitFrame("caught_up");
            assertThat(client.eventIds())
                    .isEqualTo(events.stream().map(AgentEvent::getId).toList());
            return client;
        }
    }

    /** Has another user of the partition write until the ring has nothing else. */
    private void fillTheRing(Pen pen, Pen.Owner owner, UserKey user) {
        var other = owner.run(partner(user));
        var name = other.user().userId();
        try (var witness = StreamClient.connect(Gateway.stream(""), tokens.of(name))) {
            witness.awaitFrame("caught_up");
            pen.event(other.started());
            LongStream.range(2, 100).forEach(i -> pen.event(longDelta(other, i)));
            witness.awaitEvents(99);
        }
    }

    private static AgentEvent longDelta(RunScript run, long sequence) {
        return run.delta(sequence, "x".repeat(16 * 1024));
    }

    private static UserKey partner(UserKey user) {
        for (int i = 0; ; i++) {
            var other = new UserKey("default", "m-partner-" + i);
            if (Pen.partition(other) == Pen.partition(user)) {
                return other;
            }
        }
    }

    private static void deleteBefore(UserKey user, long offset) {
        var partition = new TopicPartition(Topics.EVENTS, Pen.partition(user));
        try (var admin = Admin.create(Map.of("bootstrap.servers", Gateway.bootstrapServers()))) {
            var before = RecordsToDelete.beforeOffset(offset);
            admin.deleteRecords(Map.of(partition, before)).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
