package dev.lifeline.monitor.webhook;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookProcessIT {

    private static final String SECRET = "not-to-be-logged-0123456789";

    private final Instant begin = Instant.now();
    private final Run run = Run.of("stuck", "alice", begin, 1);
    private final String fired = run.runId() + "|no_progress|1/FIRING";
    private final String resolved = run.runId() + "|no_progress|1/RESOLVED";

    @Test
    void killedWhenTheReceiverHasAnAlertItSendsTheSameOnceMore(@TempDir Path directory)
            throws IOException {
        try (var broker = BrokerProcess.start();
                var endpoint = new Endpoint()) {
            var cluster = new Cluster(broker.bootstrapServers());
            cluster.createTopics();
            try (var executor = new Executor(cluster);
                    var monitor =
                            new MonitorProcess(
                                    broker.bootstrapServers(), directory, settings(endpoint))) {
                soon().until(monitor::isReady);
                // given a process that dies when the receiver has the alert and has not answered
                endpoint.beforeAnswering(monitor::kill);

                executor.owns(run);
                executor.writes(run, run.started(1, Instant.now(), begin.plusSeconds(600)));
                soon().until(() -> endpoint.keys().equals(List.of(fired)));
                endpoint.beforeAnswering(null);
                monitor.restart();
                soon().until(() -> endpoint.keys().size() > 1);
                executor.writes(run, run.completed(2, Instant.now(), "TIMED_OUT"));

                soon().until(() -> endpoint.keys().contains(resolved));
                assertThat(endpoint.keys()).containsExactly(fired, fired, resolved);
                var bodies = endpoint.requests().stream().map(Endpoint.Request::body).toList();
                assertThat(new HashSet<>(bodies)).hasSize(2);
                assertThat(monitor.answer("/q/health/ready")).contains("\"webhook\"");
            }
        }
        assertThat(Files.readString(directory.resolve("monitor.log")))
                .contains("Alerts are sent to http://127.0.0.1")
                .doesNotContain(SECRET, "sesame");
    }

    private static Map<String, String> settings(Endpoint endpoint) {
        return Map.of(
                "LIFELINE_MONITOR_WEBHOOK_URL",
                endpoint.url() + "?key=sesame",
                "LIFELINE_MONITOR_WEBHOOK_SECRET",
                SECRET);
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100));
    }
}
