package dev.lifeline.executor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.executor.KafkaForTests;
import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.AgentCatalog;
import dev.lifeline.executor.log.EventLog;
import dev.lifeline.executor.log.KafkaClients;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to runs that wait when their process is told to stop, on a log of their own. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
class DrainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final RunFactory factory;
    private final AgentCatalog catalog;
    private final Clock clock;
    private final ExecutorConfig config;
    private final Queue<String> started = new ConcurrentLinkedQueue<>();
    private final Queue<String> ended = new ConcurrentLinkedQueue<>();
    private Runs runs;
    private int places;

    DrainTest(RunFactory factory, AgentCatalog catalog, Clock clock, ExecutorConfig config) {
        this.factory = factory;
        this.catalog = catalog;
        this.clock = clock;
        this.config = config;
    }

    @BeforeEach
    void begin() {
        var metrics = new RunMetrics(new SimpleMeterRegistry());
        runs = new Runs(factory, catalog, metrics, clock, config);
        places = config.maxRunsPerTenant().orElseThrow();
    }

    @Test
    void no_place_that_becomes_free_is_given_to_a_run_that_waits() throws Exception {
        try (var broker = BrokerProcess.start()) {
            KafkaForTests.createTopics(broker.bootstrapServers());
            try (var log = log(broker)) {
                // given
                var owned = log.take(0, 0).toCompletableFuture().get(60, TimeUnit.SECONDS).owned();
                for (int i = 0; i < places; i++) {
                    submit("run-" + i, owned, log);
                }
                await().atMost(PATIENCE).until(() -> started.size() == places);
                submit("late", owned, log);

                // when
                runs.drain();
                for (int i = 0; i < places; i++) {
                    cancel("run-" + i);
                }

                // then
                await().atMost(PATIENCE).until(() -> ended.size() == places && runs.active() == 0);
                assertThat(started).hasSize(places).doesNotContain("late");
            }
        }
    }

    private void submit(String runId, OwnedPartition owned, EventLog log) {
        var command =
                new StartRun(
                        runId,
                        "default",
                        "alice",
                        "stuck",
                        "go",
                        runId,
                        null,
                        "PT5M",
                        Instant.now(),
                        null);
        runs.submit(
                new Order(
                        command,
                        owned,
                        new PartitionAppender(log.writer(), owned),
                        "executor",
                        () -> started.add(runId)));
    }

    private void cancel(String runId) {
        runs.cancel(
                new CancelRun(runId, "default", "alice", null, Instant.now()),
                () -> ended.add(runId));
    }

    private static EventLog log(BrokerProcess broker) {
        return new EventLog(
                new KafkaClients(
                        Map.of("bootstrap.servers", broker.bootstrapServers()), new Codec()),
                new Codec(),
                "executor",
                Clock.systemUTC(),
                new EventLog.Timing(
                        Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofSeconds(20)),
                new SimpleMeterRegistry(),
                error -> {});
    }
}
