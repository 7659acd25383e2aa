package dev.lifeline.executor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lifeline.executor.KafkaForTests;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Started;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may write, decided by the log of a real broker. */
class EventLogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static BrokerProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start();
        KafkaForTests.createTopics(broker.bootstrapServers());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aSuccessorKnowsTheRunsThatItsPredecessorLeftOpen() throws Exception {
        try (var first = log("first");
                var second = log("second")) {
            var taken = take(first, 0);
            taken.owned().opening("open");
            append(first, taken.owned(), "first", "open").get(60, TimeUnit.SECONDS);

            var successor = take(second, 0);

            assertThat(successor.owned().epoch()).isEqualTo(taken.owned().epoch() + 1);
            assertThat(successor.openRuns())
                    .extracting(run -> run.first().getRunId())
                    .containsExactly("open");
            assertThat(successor.startedRuns()).contains("open");
        }
    }

    @Test
    void anOwnerThatWasReplacedGetsNoAnnouncementThrough() throws Exception {
        try (var first = log("first");
                var second = log("second")) {
            var taken = take(first, 1);

            var successor = take(second, 1);

            assertThatThrownBy(() -> append(first, taken.owned(), "first", "late").join())
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(OwnershipLostException.class);
            await().atMost(PATIENCE).until(() -> taken.owned().isLost());
            assertThat(
                            append(second, successor.owned(), "second", "fine")
                                    .get(60, TimeUnit.SECONDS))
                    .isPositive();
        }
    }

    @Test
    void anAnnouncementWaitsWhileKafkaIsAwayAndCountsOnceItIsBack() throws Exception {
        try (var log = log("patient")) {
            var taken = take(log, 2);
            broker.kill();

            var announcement = append(log, taken.owned(), "patient", "late-but-true");
            assertThat(announcement).isNotDone();

            broker.restart();
            assertThat(announcement.get(120, TimeUnit.SECONDS)).isPositive();
        }
    }

    @Test
    void runsAreToldWhenKafkaIsAwayForLongerThanThePatience() throws Exception {
        try (var log = log("impatient")) {
            var taken = take(log, 2);
            var told = new CompletableFuture<Void>();
            taken.owned().onSilence("run", () -> told.complete(null));
            append(log, taken.owned(), "impatient", "in-time").get(60, TimeUnit.SECONDS);
            assertThat(told).isNotDone();

            broker.kill();

            told.get(60, TimeUnit.SECONDS);
            broker.restart();
        }
    }

    @Test
    void whatFitsIntoNoRecordIsRefusedAtOnceAndNothingElseIs() throws Exception {
        try (var log = log("large")) {
            var taken = take(log, 0);
            var event = event("large", "large", taken.owned());
            event.getStarted().setInput("x".repeat(2_000_000));

            var refused = log.writer().append(taken.owned(), event);

            assertThat(refused.exceptionNow())
                    .isInstanceOf(RecordTooLargeException.class)
                    .hasMessageContaining("a record holds at most");
            assertThat(append(log, taken.owned(), "large", "small").get(60, TimeUnit.SECONDS))
                    .isPositive();
        }
    }

    private static Taken take(EventLog log, int partition) throws Exception {
        return log.take(partition, 0).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static EventLog log(String executorId) {
        return new EventLog(
                new KafkaClients(
                        Map.of("bootstrap.servers", broker.bootstrapServers()), new Codec()),
                new Codec(),
                executorId,
                Clock.systemUTC(),
                new EventLog.Timing(
                        Duration.ofMillis(500), Duration.ofSeconds(3), Duration.ofSeconds(20)),
                new SimpleMeterRegistry(),
                error -> {});
    }

    private static CompletableFuture<Long> append(
            EventLog log, OwnedPartition owned, String executorId, String runId) {
        return log.writer().append(owned, event(executorId, runId, owned));
    }

    private static AgentEvent event(String executorId, String runId, OwnedPartition owned) {
        return AgentEvent.newBuilder()
                .setId(runId + ":1")
                .setType("agent_started")
                .setRunId(runId)
                .setSequence(1)
                .setAttempt(1)
                .setTenantId("default")
                .setUserId("alice")
                .setThreadId(runId)
                .setAgent("a")
                .setExecutorId(executorId)
                .setOwnerEpoch(owned.epoch())
                .setOccurredAt(Instant.now())
                .setStarted(new Started("hi", Instant.now(), "m"))
                .build();
    }
}
