package dev.lifeline.monitor.stream;

import static dev.lifeline.monitor.stream.Driven.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.monitor.run.Suppression;
import dev.lifeline.schemas.avro.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuppressionTest {

    private static final Instant DEADLINE = T0.plus(Duration.ofHours(3));

    private final Run run = Run.of("stuck", "alice", T0, 1);
    private final Run other = Run.of("researcher", "alice", T0, 2);

    private final Path stateDir;

    SuppressionTest(@TempDir Path stateDir) {
        this.stateDir = stateDir;
    }

    @Test
    void what_is_still_true_afterwards_fires_then_and_says_since_when() {
        try (var log = driven(suppression("stuck", null))) {
            log.event(run.started(1, T0, DEADLINE));
            log.pass(Duration.ofMinutes(10));
            assertThat(log.alerts()).isEmpty();

            log.pass(Duration.ofSeconds(1));

            assertThat(log.alerts())
                    .extracting(Alert::getKind, Alert::getDueAt)
                    .containsExactly(tuple("no_progress", T0.plusSeconds(3)));
        }
    }

    @Test
    void what_is_no_longer_true_afterwards_never_fires() {
        try (var log = driven(suppression(null, "default"))) {
            log.event(run.started(1, T0, DEADLINE));
            log.pass(Duration.ofMinutes(9));
            log.event(run.completed(2, log.now(), "SUCCEEDED"));
            log.pass(Duration.ofMinutes(9));

            assertThat(log.alerts()).isEmpty();
        }
    }

    @Test
    void other_agents_and_tenants_are_judged_as_ever() {
        try (var log = driven(suppression("stuck", null), suppression(null, "elsewhere"))) {
            log.event(other.started(1, T0, DEADLINE));
            log.pass(Duration.ofSeconds(61));

            assertThat(log.alerts()).extracting(Alert::getRunId).containsExactly(other.runId());
        }
    }

    @Test
    void what_was_firing_before_stays_and_is_resolved_by_an_event() {
        var later =
                new Suppression("stuck", null, T0.plusSeconds(10), T0.plus(Duration.ofHours(1)));
        try (var log = driven(later)) {
            log.event(run.started(1, T0, DEADLINE));
            log.pass(Duration.ofSeconds(20));
            log.event(run.thinking(2, log.now()));
            log.pass(Duration.ofMinutes(1));

            assertThat(log.alerts())
                    .extracting(Alert::getState)
                    .containsExactly("FIRING", "RESOLVED");
        }
    }

    private Driven driven(Suppression... suppressions) {
        var log = new Driven(stateDir, 3, List.of(suppressions));
        log.owner(Run.EXECUTOR, 1);
        return log;
    }

    private static Suppression suppression(@Nullable String agent, @Nullable String tenant) {
        // The end lies between two looks: what fires must not wait for the run's next event.
        return new Suppression(agent, tenant, T0, T0.plus(Duration.ofMinutes(10)).plusMillis(100));
    }
}
