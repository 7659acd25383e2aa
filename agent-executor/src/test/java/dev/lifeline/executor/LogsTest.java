package dev.lifeline.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.schemas.UserKey;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** By what those who collect logs find what was logged of a run. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
class LogsTest {

    private static final UserKey DORA = new UserKey("default", "dora");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private final Logger root = Logger.getLogger("");
    private final Recorder recorder = new Recorder();

    LogsTest(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @BeforeEach
    void record() {
        root.addHandler(recorder);
    }

    @AfterEach
    void recordNoMore() {
        root.removeHandler(recorder);
    }

    @Test
    void what_a_runs_threads_log_carries_its_id() {
        try (var probe = new LogProbe(bootstrapServers, KafkaForTests.PARTITIONS)) {
            String runId = probe.start(DORA, "researcher", "How do lighthouses work?", null);

            probe.awaitEnd(runId, PATIENCE);

            await().atMost(PATIENCE).until(() -> recorder.saw("SUCCEEDED", runId));
            assertThat(recorder.saw("SUCCEEDED", "another")).isFalse();
        }
    }

    /** Keeps what is logged, each line behind the run's id. */
    private static final class Recorder extends ExtHandler {

        private final PatternFormatter form = new PatternFormatter("%X{runId} %s");
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();

        Recorder() {
            setLevel(Level.ALL);
        }

        boolean saw(String text, String runId) {
            return lines.stream().anyMatch(line -> line.startsWith(runId) && line.contains(text));
        }

        @Override
        protected void doPublish(ExtLogRecord record) {
            lines.add(form.format(record));
        }
    }
}
