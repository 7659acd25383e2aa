package dev.lifeline.monitor.api;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.lifeline.monitor.fixture.Cluster;
import dev.lifeline.monitor.fixture.Executor;
import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.monitor.fixture.Tokens;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.contract.HttpContract;
import dev.lifeline.schemas.contract.HttpContractFilter;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(BrokerResource.class)
class MonitorOnBrokerTest {

    private static final HttpContract CONTRACT = HttpContract.of("event-monitor");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Pattern METRIC = Pattern.compile("lifeline_monitor_[a-z_]+");
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final String bootstrapServers;
    private final Instant begin = Instant.now();
    private Cluster cluster;
    private Executor executor;

    MonitorOnBrokerTest(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @BeforeAll
    static void holdAnswersAgainstTheDocument() {
        RestAssured.replaceFiltersWith(new HttpContractFilter(CONTRACT));
    }

    @BeforeEach
    void awaitReady() {
        cluster = new Cluster(bootstrapServers);
        executor = new Executor(cluster);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void aStuckRunIsAlertedWhileTheTopicsAreIdleAndResolvedWhenItEnds() throws IOException {
        var run = run("stuck");
        executor.owns(run);
        executor.accepts(run, run.command(begin, Duration.ofMinutes(5)));
        executor.writes(run, run.started(1, begin, begin.plusSeconds(300)));
        executor.writes(run, run.toolExecuting(2, begin, "call_1"));

        await().atMost(SOON).until(() -> states(run), List.of("no_progress FIRING")::equals);
        var row = json("/v1/runs/" + run.runId());
        assertThat(row.getString("state")).isEqualTo("OPEN");
        assertThat(row.getList("firing")).containsExactly("no_progress");
        assertThat(row.getString("acceptedAt")).isNotNull();
        assertThat(json("/v1/runs?state=stuck&agent=stuck").getList("runs.runId"))
                .contains(run.runId());

        executor.writes(run, run.toolCompleted(3, Instant.now(), "call_1"));
        executor.writes(run, run.completed(4, Instant.now(), "TIMED_OUT"));

        await().atMost(SOON).until(() -> states(run), List.of("no_progress RESOLVED")::equals);
        await().atMost(SOON)
                .until(() -> json("/v1/runs/" + run.runId()).getString("state"), "ENDED"::equals);
        assertThat(cluster.alerts())
                .filteredOn(alert -> alert.startsWith(run.runId()))
                .containsExactly(
                        run.runId() + "|no_progress|1 FIRING",
                        run.runId() + "|no_progress|1 RESOLVED");
        metricsTell();
        rowsAndAlertsAreCloudEvents(run);
    }

    private void rowsAndAlertsAreCloudEvents(Run run) {
        var rows = cloudEvents(Topics.RUNS, run);
        var alerts = cloudEvents(Topics.ALERTS, run);

        assertThat(rows).extracting(CloudEvent::getType).containsOnly("dev.lifeline.RunStatus");
        assertThat(rows).extracting(CloudEvent::getId).doesNotHaveDuplicates();
        assertThat(alerts)
                .extracting(CloudEvent::getType, CloudEvent::getId)
                .containsExactly(
                        tuple("dev.lifeline.Alert", run.runId() + "|no_progress|1/FIRING"),
                        tuple("dev.lifeline.Alert", run.runId() + "|no_progress|1/RESOLVED"));
        assertThat(Stream.of(rows, alerts).flatMap(List::stream))
                .allSatisfy(
                        event -> assertThat(event.getSource().getPath()).startsWith("/monitors/"));
    }

    private List<CloudEvent> cloudEvents(String topic, Run run) {
        return cluster.read(topic).stream()
                .map(record -> KafkaMessageFactory.createReader(record).toEvent())
                .filter(event -> run.runId().equals(event.getSubject()))
                .toList();
    }

    @Test
    void aRunPastItsDeadlineIsAlertedAfterTheGrace() {
        var run = run("researcher");
        executor.owns(run);
        executor.writes(run, run.started(1, begin, begin.plusSeconds(1)));

        await().atMost(SOON).until(() -> states(run), List.of("deadline_passed FIRING")::equals);

        executor.writes(run, run.completed(2, Instant.now(), "TIMED_OUT"));
        await().atMost(SOON).until(() -> states(run), List.of("deadline_passed RESOLVED")::equals);
    }

    @Test
    void aRowIsWrittenInItsUsersPartition() {
        var run = run("researcher");
        executor.owns(run);
        executor.writes(run, run.started(1, begin, begin.plusSeconds(300)));
        executor.writes(run, run.completed(2, begin, "SUCCEEDED"));

        // The store answers before its transaction is through; the topic shows what is committed.
        await().atMost(SOON).until(() -> !rows(run).isEmpty());

        assertThat(rows(run))
                .allMatch(record -> record.partition() == run.user().partition(Cluster.PARTITIONS));
    }

    private List<ConsumerRecord<byte[], byte[]>> rows(Run run) {
        return cluster.read(Topics.RUNS).stream()
                .filter(record -> new String(record.key(), UTF_8).equals(run.runId()))
                .toList();
    }

    @Test
    void anUndecodableRecordBecomesOneDeadLetterAndStopsNothing() {
        var run = run("researcher");
        var garbage = ("garbage " + "x".repeat(1_000_000)).getBytes(UTF_8);
        executor.owns(run);
        executor.blurts(run.user(), garbage);
        executor.writes(run, run.started(1, begin, begin.plusSeconds(300)));
        executor.writes(run, run.completed(2, begin, "SUCCEEDED"));

        await().atMost(SOON)
                .until(() ->
                        json("/v1/runs?state=ended").getList("runs.runId").contains(run.runId()));

        assertThat(given().get("/q/metrics").asString())
                .contains("lifeline_monitor_dead_letters_total");
        assertThat(cluster.read(Topics.DEAD_LETTERS))
                .filteredOn(record -> java.util.Arrays.equals(record.key(), run.user().bytes()))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.value()).isEqualTo(garbage);
                    assertThat(Headers.text(record.headers(), Headers.ERROR)).contains("C3 01");
                    assertThat(Headers.text(record.headers(), Headers.ORIGINAL_TOPIC))
                            .isEqualTo(Topics.EVENTS);
                    var event = KafkaMessageFactory.createReader(record).toEvent();
                    assertThat(event.getType()).isEqualTo("dev.lifeline.DeadLetter");
                    assertThat(event.getId()).startsWith("agent.events/");
                });
    }

    @Test
    void onlyAnOperatorsValidTokenOpensTheDoor() {
        refused(given(), 401);
        refused(given().auth().oauth2("abc"), 401);
        refused(given().auth().oauth2(Tokens.FORGED.operator()), 401);
        refused(given().auth().oauth2(Tokens.TRUSTED.expired()), 401);
        refused(given().auth().oauth2(Tokens.TRUSTED.forAnotherService()), 401);
        refused(given().auth().oauth2(Tokens.TRUSTED.fromAnotherIssuer()), 401);
        refused(given().auth().oauth2(Tokens.TRUSTED.user()), 403);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/runs?state=lost, 400, 'open, stuck, ended'",
        "/v1/runs?limit=0, 400, 1000",
        "/v1/runs?limit=many, 400, 1000",
        "/v1/alerts?state=loud, 400, 'firing, resolved'",
        "/v1/runs?before=yesterday, 400, 'before is not a run id'",
        "/v1/local/runs?limit=0, 400, 1000",
        "/v1/local/runs/42, 400, UUID",
        "/v1/runs/42, 400, UUID",
        "/v1/runs/01999999-0000-7000-8000-000000000000, 404, no run",
        "/v1/nothing, 404, nothing",
    })
    void badQuestionsAreToldWhatIsAllowed(String path, int status, String hint) {
        given().auth()
                .oauth2(operator())
                .get(path)
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("type", notNullValue())
                .body("detail", containsString(hint));
    }

    @Test
    void whatIsDocumentedIsThere() {
        for (var operation : CONTRACT.operations()) {
            var answer =
                    given().request(operation.method(), operation.path().replace("{runId}", "x"));

            assertThat(answer.statusCode()).as(operation.toString()).isEqualTo(401);
        }
    }

    @Test
    void eachPartitionSaysHowFarItIsJudged() {
        var partitions = json("/v1/partitions");

        assertThat(partitions.getList("partitions.partition")).containsExactly(0, 1, 2, 3);
        assertThat(partitions.getList("partitions.trusted")).containsOnly(true);
        assertThat(partitions.getList("partitions.clock")).doesNotContainNull();
    }

    /** All that the README lists. */
    private void metricsTell() throws IOException {
        var metrics = given().get("/q/metrics").asString();
        var listed = METRIC.matcher(Files.readString(Path.of("README.md"))).results().toList();

        assertThat(listed).hasSizeGreaterThan(5);
        assertThat(listed).allSatisfy(name -> assertThat(metrics).contains(name.group()));
        assertThat(metrics)
                .contains("lifeline_monitor_alerts_fired_total{kind=\"no_progress\"")
                .contains("lifeline_monitor_alerts_resolved_total{kind=\"no_progress\"")
                .contains("lifeline_monitor_ready 1.0")
                .contains("lifeline_monitor_detection_delay_seconds")
                .contains("lifeline_monitor_clock_lag_seconds")
                .contains("lifeline_monitor_scan_seconds_bucket")
                .contains("kafka_stream");
    }

    private static void refused(RequestSpecification request, int status) {
        request.get("/v1/alerts")
                .then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status));
    }

    private static List<String> states(Run run) {
        var alerts = json("/v1/alerts?limit=1000");
        return alerts.getList("alerts.findAll { it.runId == '%s' }".formatted(run.runId())).stream()
                .map(alert -> (java.util.Map<?, ?>) alert)
                .map(alert -> alert.get("kind") + " " + alert.get("state"))
                .toList();
    }

    private static JsonPath json(String path) {
        return given().auth()
                .oauth2(operator())
                .get(path)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String operator() {
        return Tokens.TRUSTED.operator();
    }

    /** A run of a user of its own, so that tests leave each other's partitions' owners alone. */
    private Run run(String agent) {
        int number = NUMBERS.incrementAndGet();
        return Run.of(agent, "user-" + number, begin, number);
    }
}
