package dev.lifeline.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.intake.DeadLetters;
import dev.lifeline.executor.log.KafkaClients;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.executor.run.Runs;
import dev.lifeline.executor.run.Takeover;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions move between two executors while tools are at work that may not be called twice. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
class MoveTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String bootstrapServers;
    private final Gated agent;
    private final Executor executor;
    private final SecondExecutor.Parts parts;
    private LogProbe probe;

    MoveTest(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            Gated agent,
            Executor executor,
            KafkaClients kafka,
            Runs runs,
            Takeover takeover,
            Codec codec,
            DeadLetters deadLetters,
            Clock clock,
            ExecutorConfig config) {
        this.bootstrapServers = bootstrapServers;
        this.agent = agent;
        this.executor = executor;
        parts = new SecondExecutor.Parts(kafka, runs, takeover, codec, deadLetters, clock, config);
    }

    @BeforeEach
    void connect() {
        probe = new LogProbe(bootstrapServers, KafkaForTests.PARTITIONS);
        agent.shut();
        awaitAllPartitions();
    }

    @AfterEach
    void disconnect() {
        agent.open();
        awaitAllPartitions();
        probe.close();
    }

    private void awaitAllPartitions() {
        await().atMost(PATIENCE)
                .until(() ->
                        executor.notReady().isEmpty()
                                && executor.partitions().size() == KafkaForTests.PARTITIONS);
    }

    @Test
    void a_tool_ends_where_it_began_and_its_run_goes_on_elsewhere() {
        // given
        var runs = startInEachPartition();
        await().atMost(PATIENCE).until(() -> agent.waiting() == runs.size());

        // when
        try (var second = new SecondExecutor(parts)) {
            await("a partition is to be given up")
                    .atMost(PATIENCE)
                    .until(() -> !executor.partitions().stream().allMatch(OwnedPartition::isOpen));
            assertThat(second.partitions()).isEmpty();
            agent.open();

            // then
            runs.forEach(this::requireSuccess);
            assertThat(agent.calls()).isEqualTo(Gated.CALLS * runs.size());
            var moved = runs.stream().filter(this::hasMoved).toList();
            assertThat(moved).isNotEmpty();
            for (var run : moved) {
                assertThat(probe.events(run))
                        .extracting(event -> event.getExecutorId() + " " + event.getAttempt())
                        .startsWith("executor-under-test 1")
                        .endsWith(SecondExecutor.ID + " 2");
                requireYieldedTo(SecondExecutor.ID, partition(run));
            }
        }
    }

    @Test
    void an_executor_that_stops_waits_for_such_a_tool_and_hands_its_run_over() {
        CompletableFuture<Void> stopped;
        String run;
        try (var second = new SecondExecutor(parts)) {
            // given
            await().atMost(PATIENCE).until(() -> !second.partitions().isEmpty());
            int partition = second.partitions().iterator().next().partition();
            run = probe.start(userIn(partition), "gated", "go", "PT5M");
            await().atMost(PATIENCE).until(() -> agent.waiting() == 1);

            // when
            stopped = CompletableFuture.runAsync(second::close);
            await("the partition is to be given up")
                    .atMost(PATIENCE)
                    .until(() -> !second.partitions().stream().allMatch(OwnedPartition::isOpen));
            assertThat(stopped).isNotDone();
            agent.open();
            stopped.join();
        }

        // then
        requireSuccess(run);
        assertThat(agent.calls()).isEqualTo(Gated.CALLS);
        assertThat(probe.events(run).getLast().getAttempt()).isEqualTo(2);
        requireYieldedTo("executor-under-test", partition(run));
    }

    private List<String> startInEachPartition() {
        return IntStream.range(0, KafkaForTests.PARTITIONS)
                .mapToObj(partition -> probe.start(userIn(partition), "gated", "go", "PT5M"))
                .toList();
    }

    private static UserKey userIn(int partition) {
        return Stream.iterate(1, i -> i + 1)
                .map(i -> new UserKey("default", "mover-" + i))
                .filter(key -> key.partition(KafkaForTests.PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }

    private int partition(String run) {
        var first = probe.events(run).getFirst();
        return new UserKey(first.getTenantId(), first.getUserId())
                .partition(KafkaForTests.PARTITIONS);
    }

    /** Numbered without a hole, each tool called and completed once and well, one good end. */
    private void requireSuccess(String run) {
        var events = probe.awaitEnd(run, PATIENCE);
        assertThat(events)
                .extracting(AgentEvent::getSequence)
                .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events)
                .filteredOn(event -> event.getToolResult() != null)
                .extracting(event -> event.getToolResult().getStatus())
                .containsExactly("OK", "OK", "OK", "OK");
        assertThat(events.getLast().getCompleted().getOutcome()).isEqualTo("SUCCEEDED");
    }

    private boolean hasMoved(String run) {
        return probe.events(run).getLast().getAttempt() > 1;
    }

    /** The last change of owner was said before by the one who gave the partition up. */
    private void requireYieldedTo(String executorId, int partition) {
        var controls = probe.controls(partition).filter(c -> !c.kind().equals("beat")).toList();
        assertThat(controls.getLast().kind()).isEqualTo("owner");
        assertThat(controls.getLast().executorId()).isEqualTo(executorId);
        assertThat(controls.get(controls.size() - 2))
                .isEqualTo(
                        new LogProbe.Control(
                                "yield",
                                executorId.equals(SecondExecutor.ID)
                                        ? "executor-under-test"
                                        : SecondExecutor.ID,
                                controls.getLast().epoch() - 1));
    }
}
