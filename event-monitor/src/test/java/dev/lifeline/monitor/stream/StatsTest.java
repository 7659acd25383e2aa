package dev.lifeline.monitor.stream;

import static dev.lifeline.monitor.stream.Driven.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.schemas.avro.AgentStats;
import dev.lifeline.schemas.avro.Percentiles;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written of an agent's minutes; T0 is the beginning of one. */
class StatsTest {

    private static final Instant DEADLINE = T0.plus(Duration.ofHours(3));

    private final Run first = Run.of("researcher", "alice", T0, 1);
    private final Run second = Run.of("researcher", "alice", T0, 2);
    private final Driven log;

    StatsTest(@TempDir Path stateDir) {
        log = new Driven(stateDir);
    }

    @BeforeEach
    void ownThePartition() {
        log.owner(Run.EXECUTOR, 1);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void a_minute_tells_what_its_runs_did() {
        log.command(first.command(T0, Duration.ofHours(3)));
        log.event(first.started(1, T0.plusMillis(40), DEADLINE));
        log.event(second.started(1, T0, DEADLINE));
        log.event(first.toolExecuting(2, T0, "call_1"));
        log.event(first.toolFailed(3, T0, "call_1"));
        log.event(first.completed(4, T0, "SUCCEEDED"));
        log.pass(Duration.ofSeconds(6));

        var minute = log.stats().getLast();
        assertThat(minute.getAgent()).isEqualTo("researcher");
        assertThat(minute.getWindowStart()).isEqualTo(T0);
        assertThat(minute.getWindowEnd()).isEqualTo(T0.plusSeconds(60));
        assertThat(minute.getStarted()).isEqualTo(2);
        assertThat(minute.getEnded()).isEqualTo(Map.of("SUCCEEDED", 1L));
        assertThat(minute.getOpen()).isEqualTo(1);
        assertThat(minute.getToolFailures()).isEqualTo(Map.of("clock", 1L));
        assertThat(minute.getFirstEventMs()).isEqualTo(new Percentiles(40L, 40L, 40L));
        assertThat(Objects.requireNonNull(minute.getDurationMs()).getP50()).isBetween(1000L, 1031L);
    }

    @Test
    void nothing_is_written_while_nothing_changes() {
        log.event(first.started(1, T0, DEADLINE));
        log.pass(Duration.ofSeconds(10));
        assertThat(log.stats()).hasSize(1);

        log.pass(Duration.ofMinutes(3));

        assertThat(log.stats()).isEmpty();
    }

    @Test
    void a_busy_minute_is_written_every_few_seconds_and_not_per_event() {
        for (int i = 10; i < 210; i++) {
            log.event(Run.of("researcher", "alice", T0, i).started(1, log.now(), DEADLINE));
            log.pass(Duration.ofMillis(100));
        }
        log.pass(Duration.ofSeconds(6));

        var written = log.stats();
        assertThat(written).hasSizeBetween(2, 13);
        assertThat(written.getLast().getStarted()).isEqualTo(200);
    }

    @Test
    void a_late_event_corrects_its_minute_and_the_open_runs_of_later_ones() {
        log.event(first.started(1, T0, DEADLINE));
        log.pass(Duration.ofMinutes(2));
        log.event(second.started(1, log.now(), DEADLINE));
        log.pass(Duration.ofSeconds(6));
        assertThat(log.stats()).extracting(AgentStats::getOpen).containsExactly(1L, 2L);

        log.eventOf(T0.plusSeconds(59), first.completed(2, T0.plusSeconds(59), "FAILED"));
        log.pass(Duration.ofSeconds(6));

        assertThat(log.stats())
                .extracting(AgentStats::getWindowStart, AgentStats::getEnded, AgentStats::getOpen)
                .containsExactly(
                        tuple(T0, Map.of("FAILED", 1L), 0L),
                        tuple(T0.plusSeconds(120), Map.of(), 1L));
    }

    @Test
    void repeats_and_void_records_do_not_count() {
        log.event(first.started(1, T0, DEADLINE));
        log.event(first.started(1, T0, DEADLINE));
        log.event(second.by("executor-9", 1).started(1, T0, DEADLINE));
        log.pass(Duration.ofSeconds(6));

        assertThat(log.stats()).extracting(AgentStats::getStarted).containsExactly(1L);
    }

    @Test
    void a_minute_that_is_not_kept_any_more_is_not_overwritten_and_its_end_still_counts() {
        log.event(first.started(1, T0, DEADLINE));
        log.event(second.started(1, T0, DEADLINE));
        log.pass(Duration.ofSeconds(6));
        log.passInSilence(Duration.ofMinutes(63));
        log.pass(Duration.ofSeconds(6));
        log.stats();

        log.eventOf(T0.plusSeconds(30), first.completed(2, T0.plusSeconds(30), "FAILED"));
        log.pass(Duration.ofSeconds(6));
        assertThat(log.stats()).isEmpty();
        log.event(second.completed(2, log.now(), "SUCCEEDED"));
        log.pass(Duration.ofSeconds(6));

        assertThat(log.stats()).extracting(AgentStats::getOpen).containsExactly(0L);
    }
}
