package dev.lifeline.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.monitor.fixture.Cluster;
import dev.lifeline.monitor.fixture.Executor;
import dev.lifeline.monitor.fixture.MonitorProcess;
import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.schemas.contract.HttpContract;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances that share the partitions, and answer for each other. */
class TwoMonitorsIT {

    private static final HttpContract CONTRACT = HttpContract.of("event-monitor");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int RUNS = 24;

    private final Instant begin = Instant.now();
    private final List<Run> runs =
            IntStream.range(0, RUNS)
                    .mapToObj(
                            i -> Run.of(i % 3 == 0 ? "stuck" : "researcher", "user-" + i, begin, i))
                    .toList();
    private final BrokerProcess broker = BrokerProcess.start();
    private final Cluster cluster = new Cluster(broker.bootstrapServers());
    private final Executor executor = new Executor(cluster);
    private final Path directory;
    private MonitorProcess a;
    private MonitorProcess b;

    TwoMonitorsIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void start() throws IOException {
        cluster.createTopics();
        a = monitor("a");
        b = monitor("b");
        soon().until(() -> a.isReady() && b.isReady() && instances(a).size() == 2);
        runs.forEach(this::write);
        soon().until(() -> ids(a, "?state=stuck").size() == RUNS / 3);
    }

    @AfterEach
    void stop() {
        executor.close();
        a.close();
        b.close();
        broker.close();
    }

    @Test
    void eachAnswersForBothAndSaysSoWhenItCannot() {
        eachFindsAnyRun();
        filtersHoldOnAllInstances();
        pagesLeadThroughAllRunsOnce();
        eachPartitionIsOneInstances();

        a.kill();

        soon().until(() -> b.answer("/v1/runs").startsWith("503"));
        assertThat(b.answer("/v1/runs/" + Run.runId(begin, RUNS))).startsWith("503");
        var untrusted = json(b, "/v1/partitions").getList("partitions.trusted");
        assertThat(untrusted).hasSize(Cluster.PARTITIONS).contains(false);
        soon().until(() -> b.answer("/v1/runs").startsWith("200"));
        assertThat(ids(b, "")).isEqualTo(newestFirst(run -> true));
        soon().until(() -> instances(b).size() == 1);
        soon().untilAsserted(() -> assertThat(ids(b, "?state=stuck")).hasSize(RUNS / 3));
    }

    private void eachFindsAnyRun() {
        for (var run : runs) {
            assertThat(json(a, "/v1/runs/" + run.runId()).getString("runId"))
                    .isEqualTo(json(b, "/v1/runs/" + run.runId()).getString("runId"))
                    .isEqualTo(run.runId());
        }
        assertThat(a.answer("/v1/runs/" + Run.runId(begin, RUNS))).startsWith("404");
    }

    private void filtersHoldOnAllInstances() {
        for (var monitor : List.of(a, b)) {
            assertThat(ids(monitor, "")).isEqualTo(newestFirst(run -> true));
            assertThat(ids(monitor, "?state=ended")).isEqualTo(newestFirst(this::ends));
            assertThat(ids(monitor, "?state=open")).isEqualTo(newestFirst(run -> !ends(run)));
            assertThat(ids(monitor, "?state=stuck")).isEqualTo(newestFirst(TwoMonitorsIT::isStuck));
            assertThat(ids(monitor, "?agent=stuck")).isEqualTo(newestFirst(TwoMonitorsIT::isStuck));
            assertThat(ids(monitor, "?tenant=default&agent=stuck&state=ended")).isEmpty();
            assertThat(ids(monitor, "?tenant=a%26b")).isEmpty();
        }
    }

    private void pagesLeadThroughAllRunsOnce() {
        for (var filter : List.of("", "&state=stuck")) {
            assertThat(paged("?limit=5" + filter))
                    .isEqualTo(newestFirst(run -> filter.isEmpty() || isStuck(run)));
        }
    }

    /** Each page from the other instance than the one before. */
    private List<String> paged(String query) {
        var found = new ArrayList<String>();
        var answer = json(a, "/v1/runs" + query);
        found.addAll(answer.getList("runs.runId"));
        while (answer.getString("next") != null) {
            var monitor = found.size() % 2 == 0 ? a : b;
            answer = json(monitor, "/v1/runs" + query + "&before=" + answer.getString("next"));
            assertThat(answer.getList("runs")).hasSizeLessThanOrEqualTo(5);
            found.addAll(answer.getList("runs.runId"));
        }
        return found;
    }

    private void eachPartitionIsOneInstances() {
        var ofA = json(a, "/v1/partitions");
        var ofB = json(b, "/v1/partitions");

        assertThat(ofA.getList("partitions.instance"))
                .doesNotContainNull()
                .isEqualTo(ofB.getList("partitions.instance"));
        assertThat(ofA.getList("partitions.partition")).containsExactly(0, 1, 2, 3);
        assertThat(ofA.getList("partitions.trusted")).containsOnly(true);
    }

    private void write(Run run) {
        executor.owns(run);
        executor.writes(run, run.started(1, begin, begin.plusSeconds(600)));
        if (ends(run)) {
            executor.writes(run, run.completed(2, begin, "SUCCEEDED"));
        }
    }

    private boolean ends(Run run) {
        return runs.indexOf(run) % 3 == 1;
    }

    private static boolean isStuck(Run run) {
        return run.agent().equals("stuck");
    }

    private List<String> newestFirst(Predicate<Run> such) {
        var ids = new ArrayList<>(runs.stream().filter(such).map(Run::runId).toList());
        ids.sort(Collections.reverseOrder());
        return ids;
    }

    private static List<String> instances(MonitorProcess monitor) {
        var answer = monitor.answer("/v1/partitions");
        if (!answer.startsWith("200")) {
            return List.of();
        }
        List<String> named = JsonPath.from(answer.substring(4)).getList("partitions.instance");
        return named.contains(null) ? List.of() : named.stream().distinct().toList();
    }

    private static List<String> ids(MonitorProcess monitor, String query) {
        return json(monitor, "/v1/runs" + query).getList("runs.runId");
    }

    private static JsonPath json(MonitorProcess monitor, String path) {
        var answer = monitor.answer(path);
        assertThat(answer).startsWith("200 ");
        var body = answer.substring(4);
        CONTRACT.require("GET", path.split("\\?", 2)[0], 200, "application/json", body);
        return JsonPath.from(body);
    }

    private MonitorProcess monitor(String name) throws IOException {
        return new MonitorProcess(
                broker.bootstrapServers(), Files.createDirectory(directory.resolve(name)));
    }

    private static ConditionFactory soon() {
        return await().atMost(LIMIT).pollInterval(Duration.ofMillis(100));
    }
}
