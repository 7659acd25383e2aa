package dev.lifeline.executor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;

import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.contract.HttpContract;
import dev.lifeline.schemas.contract.HttpContractFilter;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.Header;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The service as a whole on a real broker: commands in, events out. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
class ExecutorTest {

    private static final HttpContract CONTRACT = HttpContract.of("agent-executor");
    private static final UserKey ALICE = new UserKey("default", "alice");
    private static final int PARTITION_OF_ALICE = ALICE.partition(KafkaForTests.PARTITIONS);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TRACEPARENT =
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final String bootstrapServers;
    private LogProbe probe;

    ExecutorTest(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @BeforeAll
    static void holdAnswersAgainstTheDocument() {
        RestAssured.replaceFiltersWith(new HttpContractFilter(CONTRACT));
    }

    @BeforeEach
    void connect() {
        probe = new LogProbe(bootstrapServers, KafkaForTests.PARTITIONS);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    @Test
    void aRunIsAnnouncedStepByStepAndEnds() {
        String runId = probe.start(ALICE, "researcher", "How do lighthouses work?", null);

        var events = probe.awaitEnd(runId, PATIENCE);

        assertThat(events)
                .extracting(AgentEvent::getType)
                .startsWith("agent_started", "agent_thinking")
                .contains("model_completed", "tool_executing", "tool_completed", "message_delta")
                .endsWith("agent_completed");
        assertThat(events).extracting(AgentEvent::getSequence).isEqualTo(oneTo(events.size()));
        assertThat(events.getLast().getCompleted().getOutcome()).isEqualTo("SUCCEEDED");
        assertThat(events.getLast().getCompleted().getResult()).contains("which is 24.99");
    }

    @Test
    void toolsThatGoWrongArePairedAndTheRunGoesOn() {
        var events = probe.awaitEnd(probe.start(ALICE, "clumsy", "go", null), PATIENCE);

        assertThat(events)
                .filteredOn(event -> event.getToolResult() != null)
                .extracting(event ->
                        event.getToolResult().getError() == null
                                ? "ok"
                                : event.getToolResult().getError().getCode())
                .containsExactlyInAnyOrder(
                        "tool_error", "unknown_tool", "invalid_arguments", "ok", "ok");
        assertThat(events.getLast().getCompleted().getOutcome()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aStuckRunEndsAtItsDeadline() {
        var events = probe.awaitEnd(probe.start(ALICE, "stuck", "go", "PT3S"), PATIENCE);

        var completed = events.getLast().getCompleted();
        assertThat(completed.getOutcome()).isEqualTo("TIMED_OUT");
        assertThat(completed.getError().getCode()).isEqualTo("deadline_exceeded");
        assertThat(events.get(events.size() - 2).getToolResult().getStatus())
                .isEqualTo("TIMED_OUT");
    }

    @Test
    void aRunIsCancelledOnCommand() {
        String runId = probe.start(ALICE, "stuck", "go", "PT60S");
        await().atMost(PATIENCE).until(() -> hasType(runId, "tool_executing"));

        probe.cancel(ALICE, runId);

        var events = probe.awaitEnd(runId, PATIENCE);
        assertThat(events.getLast().getCompleted().getOutcome()).isEqualTo("CANCELLED");
        assertThat(events.get(events.size() - 2).getToolResult().getStatus())
                .isEqualTo("CANCELLED");
    }

    @Test
    void aRunThatItsExecutorLeftGoesOnFromWhatIsRecorded() {
        String runId = probe.abandonedSearch(ALICE, "How do lighthouses work?");

        var events = probe.awaitEnd(runId, PATIENCE);

        assertThat(events).extracting(AgentEvent::getSequence).isEqualTo(oneTo(events.size()));
        assertThat(events)
                .extracting(AgentEvent::getAttempt)
                .startsWith(1, 1, 1, 2)
                .isSorted()
                .endsWith(2);
        assertThat(events)
                .as("the tool that was at work is made anew and announced only once")
                .filteredOn(event -> callId(event).equals("call_search"))
                .extracting(AgentEvent::getType)
                .containsExactly("tool_executing", "tool_completed");
        assertThat(events)
                .filteredOn(event -> event.getTurn() != null)
                .extracting(event -> event.getTurn().getStep())
                .containsExactly(1, 2, 3);
        var completed = events.getLast().getCompleted();
        assertThat(completed.getOutcome()).isEqualTo("SUCCEEDED");
        assertThat(completed.getResult()).contains("which is 24.99");
        assertThat(completed.getUsage().getModelCalls()).isEqualTo(3);
        assertThat(completed.getUsage().getInputTokens()).isGreaterThan(7);
        assertThat(RestAssured.get("/q/metrics").asString())
                .contains("lifeline_runs_taken_over_total{outcome=\"continued\"}");
    }

    @Test
    void aRunWithAToolAtWorkThatMayNotRunTwiceIsLostAndItsUserIsToldWhy() {
        var events = probe.awaitEnd(probe.abandonedRun(ALICE, TRACEPARENT), PATIENCE);

        assertThat(events)
                .extracting(AgentEvent::getType)
                .containsExactly(
                        "agent_started", "tool_executing", "tool_completed", "agent_completed");
        assertThat(events.get(2).getToolResult().getStatus()).isEqualTo("LOST");
        var completed = events.getLast().getCompleted();
        assertThat(completed.getOutcome()).isEqualTo("LOST");
        assertThat(completed.getError().getCode()).isEqualTo("executor_lost");
        assertThat(completed.getError().getMessage())
                .contains("'search' was at work, which must not be done twice");
        assertThat(RestAssured.get("/q/metrics").asString())
                .contains("lifeline_runs_taken_over_total{outcome=\"lost\"}");
    }

    private static String callId(AgentEvent event) {
        if (event.getToolCall() != null) {
            return event.getToolCall().getToolCallId();
        }
        return event.getToolResult() == null ? "" : event.getToolResult().getToolCallId();
    }

    @Test
    void theSameCommandTenTimesIsOneRun() {
        byte[] command = probe.startCommand(ALICE, "clumsy", "go", null);
        for (int i = 0; i < 10; i++) {
            probe.send(ALICE, command);
        }
        String runId = probe.lastRunId();
        probe.awaitEnd(runId, PATIENCE);

        // a run that was ordered after all of the repeats has ended, so they have been read
        probe.awaitEnd(probe.start(ALICE, "clumsy", "go", null), PATIENCE);

        assertThat(probe.events(runId))
                .filteredOn(event -> event.getType().equals("agent_started"))
                .hasSize(1);
    }

    @Test
    void aTenantsFloodDelaysNobodyElseAndWhatWaitsInItEndsInTime() {
        var flooder = userIn("flood", (PARTITION_OF_ALICE + 1) % KafkaForTests.PARTITIONS);
        var flood = start(KafkaForTests.RUNS_PER_TENANT, flooder, "stuck", "PT2M");
        await().atMost(PATIENCE)
                .until(() -> flood.stream().allMatch(id -> hasType(id, "tool_executing")));
        // More than may wait: nothing more is read from the flooder's partition until they end.
        var expiring = start(KafkaForTests.WAITING_PER_TENANT_KIB + 1, flooder, "clumsy", "PT2S");
        String cancelled = probe.start(flooder, "clumsy", "go", "PT2M");
        probe.cancel(flooder, cancelled);
        String last = probe.start(flooder, "clumsy", "go", "PT2M");

        assertThat(outcome(probe.start(ALICE, "clumsy", "go", null))).isEqualTo("SUCCEEDED");

        assertThat(expiring).allSatisfy(id -> requireEndedWaiting(id, "TIMED_OUT"));
        requireEndedWaiting(cancelled, "CANCELLED");
        assertThat(flood).noneMatch(id -> hasType(id, "agent_completed"));
        flood.forEach(id -> probe.cancel(flooder, id));
        assertThat(outcome(last)).isEqualTo("SUCCEEDED");
    }

    private List<String> start(int number, UserKey user, String agent, String deadline) {
        return Stream.generate(() -> probe.start(user, agent, "go", deadline))
                .limit(number)
                .toList();
    }

    private void requireEndedWaiting(String runId, String outcome) {
        var events = probe.awaitEnd(runId, PATIENCE);
        assertThat(events)
                .extracting(AgentEvent::getType)
                .containsExactly("agent_started", "agent_completed");
        assertThat(events.getLast().getCompleted().getOutcome()).isEqualTo(outcome);
    }

    private String outcome(String runId) {
        return probe.awaitEnd(runId, PATIENCE).getLast().getCompleted().getOutcome();
    }

    @Test
    void theModelIsToldWhatWasSaidInTheThreadBefore() {
        String first = probe.start(ALICE, "parrot", "I am Alice.", null);
        assertThat(result(first)).isEqualTo("[user: I am Alice.]");
        String unanswered = probe.startAfter(first, ALICE, "nobody", "Hm?");
        probe.awaitEnd(unanswered, PATIENCE);

        String last = probe.startAfter(unanswered, ALICE, "parrot", "Who am I?");

        assertThat(result(last))
                .isEqualTo("[user: I am Alice., model: [user: I am Alice.], user: Who am I?]");
    }

    @Test
    void aRunGoesOnWithoutAThreadThatIsAnothersOrNotThere() {
        var partitionmate = userIn("default", PARTITION_OF_ALICE);
        String secret = probe.start(ALICE, "parrot", "My number is 7.", null);
        probe.awaitEnd(secret, PATIENCE);

        String stranger = probe.startAfter(secret, partitionmate, "parrot", "Which number?");
        String orphan = probe.startAfter(stranger, ALICE, "parrot", "Who was that?");
        String ancient =
                probe.startAfter(
                        "00000000-0000-7000-8000-000000000000", ALICE, "parrot", "And then?");
        String malformed = probe.startAfter("not a run id", ALICE, "parrot", "And now?");

        assertThat(result(stranger)).isEqualTo("[user: Which number?]");
        assertThat(result(orphan)).isEqualTo("[user: Who was that?]");
        assertThat(result(malformed)).isEqualTo("[user: And now?]");
        assertThat(result(ancient)).isEqualTo("[user: And then?]");
    }

    private static UserKey userIn(String tenant, int partition) {
        return Stream.iterate(1, i -> i + 1)
                .map(i -> new UserKey(tenant, "user-" + i))
                .filter(key -> key.partition(KafkaForTests.PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
    }

    private String result(String runId) {
        return probe.awaitEnd(runId, PATIENCE).getLast().getCompleted().getResult();
    }

    @Test
    void anUnknownAgentIsARunThatFailsAtOnce() {
        var events = probe.awaitEnd(probe.start(ALICE, "nobody", "go", null), PATIENCE);

        assertThat(events)
                .extracting(AgentEvent::getType)
                .containsExactly("agent_started", "agent_completed");
        assertThat(events.getLast().getCompleted().getError().getCode()).isEqualTo("unknown_agent");
    }

    @Test
    void whatIsNoCommandGoesToTheDeadLettersOnceAndStopsNothing() {
        probe.send(ALICE, "not avro".getBytes(UTF_8));
        probe.send(
                new UserKey("default", "mallory"), probe.startCommand(ALICE, "clumsy", "go", null));
        String stranger = probe.lastRunId();

        String runId = probe.start(ALICE, "clumsy", "go", null);

        probe.awaitEnd(runId, PATIENCE);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(probe.deadLetters())
                                .filteredOn(r -> !new String(r.value(), UTF_8).equals("no command"))
                                .extracting(r -> Headers.text(r.headers(), Headers.ERROR))
                                .containsExactlyInAnyOrder(
                                        "the value begins neither with C3 01 (Avro single object) nor with"
                                                + " 00 (schema registry)",
                                        "the record's key is not its user's, default/alice"));
        assertThat(probe.deadLetters())
                .extracting(r -> Headers.text(r.headers(), Headers.ORIGINAL_TOPIC))
                .containsOnly(Topics.COMMANDS);
        assertThat(probe.events(stranger)).isEmpty();
    }

    @Test
    void allButControlRecordsAreCloudEvents() {
        probe.send(ALICE, "no command".getBytes(UTF_8));
        probe.awaitEnd(probe.start(ALICE, "clumsy", "go", null), PATIENCE);
        await().atMost(PATIENCE).until(() -> !probe.deadLetters().isEmpty());

        var events = cloudEvents(probe.records(Topics.EVENTS));
        var agents = cloudEvents(probe.records(Topics.CATALOG));
        var letter = probe.deadLetters().getFirst();

        assertThat(events).extracting(CloudEvent::getType).contains("dev.lifeline.tool_executing");
        assertThat(agents)
                .extracting(CloudEvent::getType, CloudEvent::getSubject)
                .contains(tuple("dev.lifeline.AgentDescription", "clumsy"));
        assertThat(Stream.of(events, agents).flatMap(List::stream))
                .allSatisfy(event ->
                        assertThat(event.getSource().toString()).startsWith("/executors/executor-"))
                .extracting(CloudEvent::getId)
                .doesNotHaveDuplicates();
        assertThat(cloudEvent(letter))
                .returns("dev.lifeline.DeadLetter", CloudEvent::getType)
                .returns(
                        "agent.commands/%s/%s"
                                .formatted(
                                        Headers.text(letter.headers(), Headers.ORIGINAL_PARTITION),
                                        Headers.text(letter.headers(), Headers.ORIGINAL_OFFSET)),
                        CloudEvent::getId);
    }

    private static List<CloudEvent> cloudEvents(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .filter(record -> Headers.text(record.headers(), Headers.CONTROL) == null)
                .map(ExecutorTest::cloudEvent)
                .toList();
    }

    private static CloudEvent cloudEvent(ConsumerRecord<byte[], byte[]> record) {
        return KafkaMessageFactory.createReader(record).toEvent();
    }

    @Test
    void withoutACollectorTheCallersTraceIsCarriedOnAsItCame() {
        var traced =
                probe.awaitEnd(probe.startTraced(ALICE, "clumsy", "go", TRACEPARENT), PATIENCE);
        var untraced = probe.awaitEnd(probe.start(ALICE, "clumsy", "go", null), PATIENCE);

        assertThat(traced).extracting(AgentEvent::getTraceparent).containsOnly(TRACEPARENT);
        assertThat(untraced).extracting(AgentEvent::getTraceparent).containsOnlyNulls();
    }

    @Test
    void readinessIsGreenOnceItHasWrittenAndReadBack() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> RestAssured.get("/q/health/ready").then().statusCode(200));
    }

    @Test
    void strangersLearnNothingButWhatToDo() {
        RestAssured.get("/v1/partitions")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("detail", startsWith("Send an operator's token"));
        RestAssured.given()
                .header("Authorization", "Bearer forged")
                .get("/v1/agents")
                .then()
                .statusCode(401)
                .body("type", equalTo("unauthorized"));
    }

    @Test
    void operatorsSeeAgentsAndPartitions() {
        var operator = new Header("Authorization", "Bearer " + KafkaForTests.operatorToken());

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        RestAssured.given()
                                .header(operator)
                                .get("/v1/partitions")
                                .then()
                                .statusCode(200)
                                .body("executorId", equalTo("executor-under-test"))
                                .body("partitions.partition", equalTo(List.of(0, 1, 2))));
        RestAssured.given()
                .header(operator)
                .get("/v1/agents")
                .then()
                .statusCode(200)
                .body("agents.name", hasItems("researcher", "editor", "clumsy", "stuck"));
    }

    @Test
    void whatIsDocumentedIsThere() {
        for (var operation : CONTRACT.operations()) {
            var answer = RestAssured.given().request(operation.method(), operation.path());

            assertThat(answer.statusCode()).as(operation.toString()).isEqualTo(401);
        }
    }

    @Test
    void everyDocumentedMetricIsThere() {
        probe.awaitEnd(probe.start(ALICE, "clumsy", "go", null), PATIENCE);

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(RestAssured.get("/q/metrics").asString())
                                .contains(
                                        "lifeline_runs_open ",
                                        "lifeline_runs_waiting ",
                                        "lifeline_runs_started_total{agent=\"clumsy\"}",
                                        "lifeline_runs_ended_seconds_count{agent=\"clumsy\",outcome=\"SUCCEEDED\"}",
                                        "lifeline_tools_completed_total{status=\"ERROR\",tool=\"unknown\"}",
                                        "lifeline_model_calls_total{agent=\"clumsy\"}",
                                        "lifeline_announcement_seconds_bucket{le=\"1.0E-4\"}",
                                        "lifeline_announcement_seconds_count"));
    }

    private boolean hasType(String runId, String type) {
        return probe.events(runId).stream().anyMatch(event -> event.getType().equals(type));
    }

    private static List<Long> oneTo(int last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
