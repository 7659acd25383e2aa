package dev.lifeline.executor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;

import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of runs while Kafka is away, and after it has refused what was written. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
class OutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int RUNS = 15;

    private final String bootstrapServers;
    private final Gated agent;
    private final Executor executor;
    private LogProbe probe;

    /** Set by {@link KafkaForTests}. */
    @Nullable BrokerProcess broker;

    OutageTest(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            Gated agent,
            Executor executor) {
        this.bootstrapServers = bootstrapServers;
        this.agent = agent;
        this.executor = executor;
    }

    @BeforeEach
    void connect() {
        probe = new LogProbe(bootstrapServers, KafkaForTests.PARTITIONS);
        agent.shut();
        await().atMost(PATIENCE).until(() -> executor.notReady().isEmpty());
    }

    @AfterEach
    void disconnect() {
        agent.open();
        probe.close();
    }

    @Test
    void runsWaitForKafkaAndGoOnWithNothingLostDoubledOrOutOfOrder() {
        var runs = startAndAwaitTheGate(RUNS, "PT5M");
        broker().kill();

        agent.open();
        // Each has its second result to announce, and makes no third call before that is in the
        // log.
        await().atMost(PATIENCE)
                .until(() -> RestAssured.get("/q/health/ready").statusCode() == 503);
        RestAssured.get("/q/health/ready").then().body(containsString("is Kafka away?"));
        assertThat(agent.calls()).isEqualTo(2 * RUNS);
        broker().restart();

        for (var run : runs) {
            var events = probe.awaitEnd(run, PATIENCE);
            assertSound(events);
            assertThat(events.getLast().getCompleted().getOutcome()).isEqualTo("SUCCEEDED");
            assertThat(events).extracting(AgentEvent::getAttempt).containsOnly(1);
        }
        assertThat(agent.calls()).isEqualTo(Gated.CALLS * RUNS);
        await().atMost(PATIENCE)
                .until(() -> RestAssured.get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void toolsAreStoppedAtTheDeadlineAndWhenPatienceEndsAndTheUserIsToldOnceKafkaIsBack() {
        var hasDeadline = startAndAwaitTheGate(1, "PT12S").getFirst();
        var hasTime = probe.start(user(0), "gated", "go", "PT5M");
        await().atMost(PATIENCE).until(() -> agent.waiting() == 2);
        broker().stop();

        await().atMost(PATIENCE).until(() -> agent.interrupted() == 1);
        assertThat(broker().process().isAlive()).isFalse();
        await().atMost(PATIENCE).until(() -> agent.interrupted() == 2);
        broker().restart();

        var timedOut = probe.awaitEnd(hasDeadline, PATIENCE);
        assertSound(timedOut);
        assertThat(timedOut.getLast().getCompleted().getOutcome()).isEqualTo("TIMED_OUT");
        var failed = probe.awaitEnd(hasTime, PATIENCE);
        assertSound(failed);
        assertThat(failed.get(failed.size() - 2).getToolResult().getStatus())
                .isEqualTo("CANCELLED");
        var completed = failed.getLast().getCompleted();
        assertThat(completed.getOutcome()).isEqualTo("FAILED");
        assertThat(completed.getError().getCode()).isEqualTo("executor_lost");
        assertThat(completed.getError().getMessage()).contains("could not record");
        assertThat(agent.calls()).isEqualTo(4);
    }

    @Test
    void afterAFailureOfTheProducerPartitionsAreTakenAnewAndEveryRunEndsOnce() throws Exception {
        var before = epochs();
        var runs = startAndAwaitTheGate(RUNS, "PT5M");
        // Nothing fits any more: the broker refuses what the client cannot know to be too large.
        setMaxMessageBytes(AlterConfigOp.OpType.SET);

        agent.open();
        await().atMost(PATIENCE).until(() -> executor.partitions().isEmpty());
        setMaxMessageBytes(AlterConfigOp.OpType.DELETE);

        await().atMost(PATIENCE).until(() -> executor.notReady().isEmpty());
        assertThat(epochs())
                .allSatisfy((partition, epoch) ->
                        assertThat(epoch).isGreaterThan(before.getOrDefault(partition, 0L)));
        assertThat(RestAssured.get("/q/metrics").asString())
                .doesNotContain("lifeline_producer_replacements_total 0.0")
                .doesNotContain("lifeline_partitions_lost_total 0.0");
        for (var run : runs) {
            assertSound(probe.awaitEnd(run, PATIENCE));
        }
        var next = probe.awaitEnd(probe.start(user(0), "gated", "go", null), PATIENCE);
        assertThat(next.getLast().getCompleted().getOutcome()).isEqualTo("SUCCEEDED");
    }

    private BrokerProcess broker() {
        return requireNonNull(broker);
    }

    private List<String> startAndAwaitTheGate(int runs, String deadline) {
        var started =
                IntStream.range(0, runs)
                        .mapToObj(i -> probe.start(user(i), "gated", "go", deadline))
                        .toList();
        await().atMost(PATIENCE).until(() -> agent.waiting() == runs);
        return started;
    }

    private static UserKey user(int number) {
        // All of them are to be at work at the same time, which is more than a tenant may have.
        return new UserKey("tenant-" + number % 3, "user-" + number);
    }

    /** Numbered without a hole, tools paired, one end. */
    private static void assertSound(List<AgentEvent> events) {
        assertThat(events)
                .extracting(AgentEvent::getSequence)
                .isEqualTo(LongStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(tools(events, "tool_completed")).isEqualTo(tools(events, "tool_executing"));
        assertThat(tools(events, "tool_executing")).doesNotHaveDuplicates();
        assertThat(events)
                .filteredOn(event -> event.getType().equals("agent_completed"))
                .containsExactly(events.getLast());
    }

    private static List<String> tools(List<AgentEvent> events, String type) {
        return events.stream()
                .filter(event -> event.getType().equals(type))
                .map(event ->
                        event.getToolCall() == null
                                ? event.getToolResult().getToolCallId()
                                : event.getToolCall().getToolCallId())
                .toList();
    }

    private Map<Integer, Long> epochs() {
        return executor.partitions().stream()
                .collect(Collectors.toMap(OwnedPartition::partition, OwnedPartition::epoch));
    }

    private void setMaxMessageBytes(AlterConfigOp.OpType type) throws Exception {
        try (var admin =
                Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers))) {
            var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS);
            var entry = new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, "50");
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(entry, type))))
                    .all()
                    .get();
        }
    }
}
