package dev.lifeline.monitor.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.benchmarks.load.RunEvents;
import dev.lifeline.schemas.UserKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionUnderScanTest {

    private static final Instant T0 = Instant.parse("2026-11-25T08:00:00Z");
    private static final Instant DEADLINE = T0.plusSeconds(60);
    private static final Duration RETENTION = Duration.ofMinutes(1);
    private static final UserKey USER = new UserKey("default", "alice");

    private PartitionUnderScan partition;

    @BeforeEach
    void ten_runs_of_which_five_run_out_of_time(@TempDir Path directory) {
        partition = new PartitionUnderScan(directory, Duration.ofDays(30), RETENTION, T0);
        for (int i = 0; i < 10; i++) {
            partition.read(run(i).started(T0, i < 5 ? DEADLINE : DEADLINE.plusSeconds(1)));
        }
    }

    @AfterEach
    void close() {
        partition.close();
    }

    @Test
    void a_scan_finds_what_is_due_and_nothing_else() {
        partition.goOnTo(DEADLINE);
        partition.scan();
        partition.scan();

        assertThat(partition.fired()).isEqualTo(5);
        assertThat(partition.scanAllRuns()).isPositive();
        assertThat(partition.missed()).isZero();
    }

    @Test
    void reading_all_runs_tells_what_scans_have_missed() {
        partition.goOnTo(DEADLINE);
        partition.scanAllRuns();

        assertThat(partition.missed()).isEqualTo(5);
    }

    @Test
    void a_run_that_has_ended_is_forgotten_after_its_time() {
        partition.read(run(0).completed(2, T0));

        partition.goOnTo(T0.plus(RETENTION));
        partition.scan();

        assertThat(partition.knows(run(0).runId())).isFalse();
        assertThat(partition.knows(run(1).runId())).isTrue();
    }

    private static RunEvents run(int number) {
        return RunEvents.of(USER, T0, number);
    }
}
