package dev.lifeline.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cancel stops, on a real broker, and how long that takes by the broker's own clock. */
@QuarkusTest
@QuarkusTestResource(KafkaForTests.class)
class CancelTest {

    private static final Logger LOG = Logger.getLogger(CancelTest.class);
    private static final UserKey CAROL = new UserKey("default", "carol");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String bootstrapServers;
    private LogProbe probe;

    CancelTest(@ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    @BeforeEach
    void connect() {
        probe = new LogProbe(bootstrapServers, KafkaForTests.PARTITIONS);
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    @ParameterizedTest
    @CsvSource({"talker, message_delta", "stuck, tool_executing"})
    void what_is_at_work_stops_and_nothing_follows_the_end(String agent, String atWork) {
        String runId = probe.start(CAROL, agent, "go", "PT5M");
        await().atMost(PATIENCE).until(() -> types(runId).contains(atWork));

        long asked = probe.cancel(CAROL, runId);

        var events = probe.awaitEnd(runId, PATIENCE);
        LOG.infof(
                "%s: %d ms from the cancel to the end of the run",
                agent, probe.time(events.getLast()) - asked);
        assertThat(events.getLast().getCompleted().getOutcome()).isEqualTo("CANCELLED");
        assertThat(events)
                .filteredOn(event -> event.getToolResult() != null)
                .hasSameSizeAs(events.stream().filter(e -> e.getToolCall() != null).toList())
                .allMatch(event -> event.getToolResult().getStatus().equals("CANCELLED"));
        // What another run of the same user has written since came later.
        probe.awaitEnd(probe.start(CAROL, "clumsy", "go", null), PATIENCE);
        assertThat(types(runId)).hasSize(events.size()).endsWith(EventTypes.AGENT_COMPLETED);
    }

    private List<String> types(String runId) {
        return probe.events(runId).stream().map(AgentEvent::getType).toList();
    }
}
