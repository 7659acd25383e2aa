package dev.lifeline.monitor.stream;

import static dev.lifeline.monitor.stream.Driven.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorTopologyTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    private final Run run = Run.of("stuck", "alice", T0, 1);
    private Driven log;

    MonitorTopologyTest(@TempDir Path stateDir) {
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
    void aSilentRunFiresOnceWhileNothingMoreIsWritten() {
        log.event(run.started(1, T0, T0.plus(LONG)));

        pass(Duration.ofSeconds(2));
        assertThat(log.alerts()).isEmpty();
        pass(Duration.ofSeconds(2));

        assertThat(log.alerts())
                .extracting(Alert::getAlertId)
                .containsExactly(run.runId() + "|no_progress|1");
        assertThat(log.rows().getLast().getFiring()).containsExactly("no_progress");
        pass(Duration.ofSeconds(60));
        assertThat(log.alerts()).isEmpty();
    }

    @Test
    void aLaterEventResolvesItAndTheNextSilenceIsAnotherGeneration() {
        log.event(run.started(1, T0, T0.plus(LONG)));
        pass(Duration.ofSeconds(4));
        log.event(run.thinking(2, log.now()));
        pass(Duration.ofSeconds(4));
        log.event(run.completed(3, log.now(), "SUCCEEDED"));
        pass(Duration.ofSeconds(60));

        assertThat(log.alerts())
                .extracting(alert -> alert.getAlertId() + " " + alert.getState())
                .containsExactly(
                        run.runId() + "|no_progress|1 FIRING",
                        run.runId() + "|no_progress|1 RESOLVED",
                        run.runId() + "|no_progress|2 FIRING",
                        run.runId() + "|no_progress|2 RESOLVED");
    }

    @Test
    void aRunWhoseEventsKeepComingNeverFires() {
        log.event(run.started(1, T0, T0.plus(LONG)));
        for (int sequence = 2; sequence < 20; sequence++) {
            pass(Duration.ofSeconds(2));
            log.event(run.thinking(sequence, log.now()));
        }

        assertThat(log.alerts()).isEmpty();
        assertThat(log.stored()).isEqualTo(List.of(1, 1));
    }

    @Test
    void aRunStillOpenFiveSecondsAfterItsDeadlineFires() {
        var patient = Run.of("researcher", "alice", T0, 2);
        log.event(patient.started(1, T0, T0.plusSeconds(10)));

        pass(Duration.ofMillis(14_500));
        assertThat(log.alerts()).isEmpty();
        pass(Duration.ofMillis(500));

        assertThat(log.alerts())
                .extracting(Alert::getKind, Alert::getDueAt)
                .containsExactly(tuple("deadline_passed", T0.plusSeconds(15)));
    }

    @Test
    void aRunThatEndsInTimeFiresNothingAndIsForgottenAndThenItsRow() {
        log.command(run.command(T0, Duration.ofSeconds(10)));
        log.event(run.started(1, T0, T0.plusSeconds(10)));
        log.event(run.completed(2, T0, "SUCCEEDED"));

        pass(Duration.ofMinutes(59));
        assertThat(log.stored()).isEqualTo(List.of(1, 1));
        pass(Duration.ofMinutes(2));
        assertThat(log.alerts()).isEmpty();
        assertThat(log.rows())
                .extracting(RunStatus::getState)
                .containsExactly("QUEUED", "OPEN", "ENDED");
        assertThat(log.stored()).as("all but when its row is to go").isEqualTo(List.of(0, 1));

        pass(Duration.ofMinutes(58));
        assertThat(log.removedRows()).isEmpty();
        pass(Duration.ofMinutes(2));

        assertThat(log.removedRows()).containsExactly(run.runId());
        assertThat(log.stored()).isEqualTo(List.of(0, 0));
    }

    @Test
    void voidRecordsAreNoProgress() {
        log.event(run.started(1, T0, T0.plus(LONG)));
        log.owner("executor-2", 2);
        pass(Duration.ofSeconds(2));
        log.event(run.thinking(2, log.now()));
        log.event(run.by("executor-3", 2).thinking(2, log.now()));
        pass(Duration.ofSeconds(2));

        assertThat(log.alerts()).extracting(Alert::getKind).containsExactly("no_progress");
        assertThat(log.rows().getLast().getLastSequence()).isEqualTo(1);

        log.event(run.by("executor-2", 2).completed(2, log.now(), "LOST"));
        assertThat(log.alerts()).extracting(Alert::getState).containsExactly("RESOLVED");
    }

    @Test
    void repeatedRecordsChangeNothing() {
        var started = run.started(1, T0, T0.plus(LONG));
        var thinking = run.thinking(2, T0);
        log.event(started);
        log.event(thinking);
        log.event(started);
        log.event(thinking);

        assertThat(log.rows()).extracting(RunStatus::getLastSequence).containsExactly(1L, 2L);
    }

    @Test
    void whatCannotBeReadIsPutAsideOnceWithItsReason() {
        var garbage = "garbage that nobody can read".getBytes(UTF_8);
        log.write(garbage, new RecordHeaders());
        log.write(null, new RecordHeaders());
        log.write(garbage, Headers.control(Headers.BEAT));
        log.event(run.started(1, T0, T0.plus(LONG)));
        pass(Duration.ofSeconds(1));

        var letters = log.deadLetters();
        assertThat(letters).hasSize(3);
        var first = letters.getFirst();
        assertThat(first.key()).isEqualTo(Driven.KEY);
        assertThat(first.value()).isEqualTo(garbage);
        assertThat(Headers.text(first.headers(), Headers.ERROR)).contains("C3 01");
        assertThat(Headers.text(first.headers(), Headers.ORIGINAL_TOPIC)).isEqualTo(Topics.EVENTS);
        assertThat(Headers.text(first.headers(), Headers.ORIGINAL_PARTITION)).isEqualTo("0");
        assertThat(Headers.text(first.headers(), Headers.ORIGINAL_OFFSET)).isEqualTo("1");
        assertThat(log.rows()).hasSize(1);
    }

    @Test
    void anUndecodableCommandIsTheExecutorsToReport() {
        log.commandOf("garbage that nobody can read".getBytes(UTF_8));

        assertThat(log.deadLetters()).isEmpty();
    }

    @Test
    void aMonitorThatIsBehindDoesNotJudgeByTheTimeOnTheWall() {
        log.event(run.started(1, T0, T0.plusSeconds(10)));
        log.fallBehind();

        log.passInSilence(Duration.ofSeconds(29));
        assertThat(log.alerts()).isEmpty();
        log.event(run.completed(2, log.now(), "SUCCEEDED"));
        log.catchUp();
        pass(Duration.ofSeconds(1));

        assertThat(log.alerts()).isEmpty();
    }

    @Test
    void aPartitionOfWhichAMonitorThatHasJustComeHasReadNothingIsNotBehind() {
        log.fallBehind();

        log.passInSilence(Duration.ofSeconds(5));

        assertThat(log.alerts()).isEmpty();
    }

    @Test
    void aMonitorThatComesBackAfterAnOutageTellsThatOnceAndFiresOnlyWhatIsStillTrue() {
        var others =
                IntStream.range(10, 20).mapToObj(i -> Run.of("stuck", "alice", T0, i)).toList();
        others.forEach(other -> log.event(other.started(1, T0, T0.plusSeconds(10))));
        log.event(run.started(1, T0, T0.plusSeconds(10)));
        log.fallBehind();
        log.passInSilence(Duration.ofMinutes(10));
        var outage = log.alerts();

        // What was written meanwhile is read; all runs but one have ended.
        for (var other : others) {
            log.eventOf(T0.plusSeconds(9), other.completed(2, T0.plusSeconds(9), "TIMED_OUT"));
            log.passInSilence(Duration.ofSeconds(1));
        }
        log.beat(run);
        log.catchUp();
        pass(Duration.ofSeconds(1));
        var recovered = log.alerts();

        assertThat(outage)
                .extracting(Alert::getAlertId, Alert::getState)
                .containsExactly(tuple("partition-0|pipeline_degraded|1", "FIRING"));
        assertThat(recovered)
                .extracting(Alert::getKind, Alert::getState, Alert::getRunId)
                .containsExactly(
                        tuple("pipeline_degraded", "RESOLVED", null),
                        tuple("no_progress", "FIRING", run.runId()),
                        tuple("deadline_passed", "FIRING", run.runId()));
    }

    @Test
    void aPartitionWithoutAnExecutorIsOneAlertInPlaceOfItsRuns() {
        log.event(run.started(1, T0, T0.plusSeconds(12)));
        log.event(run.thinking(2, T0));
        log.orphan();

        pass(Duration.ofMinutes(5));
        var orphaned = log.alerts();
        log.owner("executor-2", 2);
        pass(Duration.ofSeconds(14));
        log.event(run.by("executor-2", 2).completed(3, log.now(), "TIMED_OUT"));
        pass(Duration.ofMinutes(5));

        assertThat(orphaned)
                .extracting(Alert::getKind, Alert::getState)
                .containsExactly(
                        tuple("no_progress", "FIRING"),
                        tuple("partition_without_executor", "FIRING"));
        assertThat(orphaned.getLast().getDueAt()).isEqualTo(T0.plusSeconds(15));
        assertThat(log.alerts())
                .extracting(Alert::getKind, Alert::getState)
                .containsExactly(
                        tuple("partition_without_executor", "RESOLVED"),
                        tuple("no_progress", "RESOLVED"));
    }

    @Test
    void runsThatANewExecutorDoesNotSeeToAreJudgedAgain() {
        log.event(run.started(1, T0, T0.plusSeconds(20)));
        log.orphan();
        pass(Duration.ofMinutes(1));
        log.owner("executor-2", 2);
        pass(Duration.ofSeconds(14));
        assertThat(log.alerts()).extracting(Alert::getKind).doesNotContain("deadline_passed");

        pass(Duration.ofSeconds(2));

        assertThat(log.alerts()).extracting(Alert::getKind).containsExactly("deadline_passed");
    }

    @Test
    void beatsMoveTheClockOfAMonitorThatIsBehind() {
        log.event(run.started(1, T0, T0.plus(LONG)));
        log.fallBehind();
        log.passInSilence(Duration.ofSeconds(4));
        assertThat(log.alerts()).isEmpty();

        log.beat(run);
        pass(Duration.ofMillis(500));

        assertThat(log.alerts()).extracting(Alert::getKind).containsExactly("no_progress");
    }

    @Test
    void anEventThatShortensTheWaitIsNoticed() {
        log.command(run.command(T0, Duration.ofMinutes(10)));
        pass(Duration.ofMinutes(1));
        log.event(run.started(1, log.now(), T0.plus(LONG)));
        pass(Duration.ofSeconds(4));

        assertThat(log.alerts()).extracting(Alert::getKind).containsExactly("no_progress");
        assertThat(log.stored()).isEqualTo(List.of(1, 1));
    }

    private void pass(Duration time) {
        log.pass(time);
    }
}
