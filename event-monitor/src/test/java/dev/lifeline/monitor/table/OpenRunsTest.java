package dev.lifeline.monitor.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.avro.RunStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenRunsTest {

    private static final Instant T0 = Instant.parse("2026-11-23T08:00:00.123Z");

    private final OpenRuns runs = new OpenRuns();

    @Test
    void aRunIsHeldWithWhatAnOverviewNeeds() {
        runs.put("a", row("OPEN"));

        assertThat(runs.all())
                .containsExactly(
                        new OpenRun(
                                "a",
                                "researcher",
                                "default",
                                "OPEN",
                                null,
                                T0,
                                T0.plusSeconds(60),
                                T0.plusSeconds(1),
                                3,
                                List.of("no_progress")));
    }

    @Test
    void aRunThatHasEndedOrWhoseRowIsGoneIsNotHeld() {
        runs.put("a", row("QUEUED"));
        runs.put("b", row("OPEN"));
        assertThat(runs.size()).isEqualTo(2);

        runs.put("a", row("ENDED"));
        runs.remove("b");

        assertThat(runs.size()).isZero();
    }

    private static RunStatus row(String state) {
        return RunStatus.newBuilder()
                .setRunId("a")
                .setTenantId("default")
                .setUserId("alice")
                .setAgent("researcher")
                .setThreadId("a")
                .setState(state)
                .setStartedAt(T0)
                .setDeadline(T0.plusSeconds(60))
                .setLastEventAt(T0.plusSeconds(1))
                .setPartition(3)
                .setFiring(List.of("no_progress"))
                .build();
    }
}
