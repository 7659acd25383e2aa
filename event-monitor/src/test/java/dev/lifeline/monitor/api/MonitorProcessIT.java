package dev.lifeline.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.monitor.fixture.Cluster;
import dev.lifeline.monitor.fixture.Executor;
import dev.lifeline.monitor.fixture.MonitorProcess;
import dev.lifeline.monitor.fixture.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorProcessIT {

    private static final Duration BLIND_AT_MOST = Duration.ofSeconds(15);

    private final Path directory;
    private final Instant begin = Instant.now();
    private final Run first = Run.of("stuck", "alice", begin, 1);
    private final Run second = Run.of("stuck", "bob", begin, 2);
    private BrokerProcess broker;
    private Cluster cluster;

    MonitorProcessIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void startBroker() {
        broker = BrokerProcess.start();
        cluster = new Cluster(broker.bootstrapServers());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void itWaitsForItsTopicsAndSaysWhichAreMissing() throws IOException {
        try (var monitor = monitor("a")) {
            within(30).until(() -> monitor.answer("/q/health/ready").contains("agent.events"));
            assertThat(monitor.answer("/q/health/ready")).startsWith("503");
            assertThat(monitor.answer("/q/health/live")).startsWith("200");
            assertThat(monitor.answer("/q/health/started")).startsWith("200");

            cluster.createTopics();

            within(30).until(monitor::isReady);
        }
    }

    @Test
    void killedItJudgesAgainSoonAndRepeatsNothing() throws IOException {
        cluster.createTopics();
        try (var monitor = monitor("a");
                var executor = new Executor(cluster)) {
            within(30).until(monitor::isReady);
            goSilent(executor, first);
            within(15).until(() -> cluster.alerts(), alerts(first, "FIRING")::equals);

            monitor.kill();
            goSilent(executor, second);
            monitor.restart();

            within(BLIND_AT_MOST.toSeconds()).until(() -> cluster.alerts().contains(fired(second)));
            executor.writes(first, first.completed(2, Instant.now(), "TIMED_OUT"));
            within(10).until(() -> cluster.alerts().size() == 3);
            assertThat(cluster.alerts())
                    .containsExactly(
                            fired(first), fired(second), first.runId() + "|no_progress|1 RESOLVED");
        }
    }

    @Test
    void runsThatEndedWhileItWasDownRaiseNothing() throws IOException {
        cluster.createTopics();
        try (var monitor = monitor("a");
                var executor = new Executor(cluster)) {
            within(30).until(monitor::isReady);
            goSilent(executor, first);
            within(5).until(() -> monitor.answer("/v1/runs/" + first.runId()).contains("OPEN"));

            monitor.stop();
            executor.writes(first, first.completed(2, Instant.now(), "SUCCEEDED"));
            var due = Instant.now().plusSeconds(4);
            within(10).until(() -> Instant.now().isAfter(due));
            monitor.restart();

            within(30).until(() -> monitor.answer("/v1/runs/" + first.runId()).contains("ENDED"));
            within(30).until(monitor::isReady);
            assertThat(cluster.alerts()).isEmpty();
        }
    }

    @Test
    void askedToStopItLeavesItsPartitionsToTheOtherInstance() throws IOException {
        cluster.createTopics();
        try (var leaving = monitor("a");
                var staying = monitor("b");
                var executor = new Executor(cluster)) {
            within(60).until(() -> leaving.isReady() && staying.isReady());

            var asked = Instant.now();
            leaving.stop();
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(8));
            goSilent(executor, first);
            goSilent(executor, second);

            within(10).until(() -> cluster.alerts().size() == 2);
            within(10)
                    .untilAsserted(() ->
                            assertThat(staying.answer("/v1/alerts?state=firing"))
                                    .contains(first.runId(), second.runId()));
        }
    }

    @Test
    void itIsNotReadyWithoutItsBrokerAndReadyAgainWithIt() throws IOException {
        cluster.createTopics();
        try (var monitor = monitor("a");
                var executor = new Executor(cluster)) {
            within(30).until(monitor::isReady);

            broker.kill();
            within(10).until(() -> monitor.answer("/q/health/ready").startsWith("503"));
            assertThat(monitor.answer("/q/health/live")).startsWith("200");

            broker.restart();
            within(60).until(monitor::isReady);
            goSilent(executor, first);
            within(15).until(() -> cluster.alerts(), alerts(first, "FIRING")::equals);
        }
    }

    private MonitorProcess monitor(String name) throws IOException {
        var home = Files.createDirectory(directory.resolve(name));
        return new MonitorProcess(broker.bootstrapServers(), home);
    }

    private void goSilent(Executor executor, Run run) {
        executor.owns(run);
        executor.writes(run, run.started(1, Instant.now(), begin.plusSeconds(600)));
    }

    private static String fired(Run run) {
        return run.runId() + "|no_progress|1 FIRING";
    }

    private static List<String> alerts(Run run, String state) {
        return List.of(run.runId() + "|no_progress|1 " + state);
    }

    private static ConditionFactory within(long seconds) {
        return await().atMost(Duration.ofSeconds(seconds)).pollInterval(Duration.ofMillis(200));
    }
}
