package dev.lifeline.monitor.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictsTest {

    private static final Instant T0 = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant DEADLINE = T0.plusSeconds(90);

    private final Limits limits =
            new Limits(
                    Duration.ofSeconds(60),
                    Map.of("stuck", Duration.ofSeconds(3)),
                    Duration.ofSeconds(5),
                    Duration.ofHours(1));
    private final Verdicts verdicts = new Verdicts(limits);
    private final RunTracker tracker = new RunTracker();
    private final Run run = Run.of("stuck", "alice", T0, 1);

    @Test
    void anOpenRunIsLookedAtWhenItsAgentsLimitHasPassed() {
        var quick = started(run);
        var slow = started(Run.of("researcher", "alice", T0, 2));

        assertThat(verdicts.nextLook(quick)).isEqualTo(T0.plusSeconds(3));
        assertThat(verdicts.nextLook(slow)).isEqualTo(T0.plusSeconds(60));
    }

    @Test
    void nothingFiresBeforeItIsDue() {
        var change = verdicts.judge(started(run), T0.plusMillis(2999));

        assertThat(change.alerts()).isEmpty();
    }

    @Test
    void aSilentRunFiresOnceAndSaysWhatIsKnown() {
        var change = verdicts.judge(started(run), T0.plusSeconds(3));

        assertThat(change.alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.getAlertId()).isEqualTo(run.runId() + "|no_progress|1");
                    assertThat(alert.getState()).isEqualTo("FIRING");
                    assertThat(alert.getDueAt()).isEqualTo(T0.plusSeconds(3));
                    assertThat(alert.getFiredAt()).isEqualTo(T0.plusSeconds(3));
                    assertThat(alert.getEvidence().getEventId()).isEqualTo(run.runId() + ":1");
                    assertThat(alert.getEvidence().getOffset()).isEqualTo(41);
                    assertThat(alert.getSummary()).contains("3 s", "agent_started");
                    assertThat(alert.getTraceparent()).startsWith("00-");
                });
        assertThat(change.run().status().getFiring()).containsExactly("no_progress");
        assertThat(verdicts.judge(change.run(), T0.plusSeconds(30)).alerts()).isEmpty();
    }

    @Test
    void aLaterEventResolvesTheSilenceAndAnotherSilenceIsAnotherGeneration() {
        var silent = verdicts.judge(started(run), T0.plusSeconds(3)).run();

        var resumed = seen(silent, run.thinking(2, T0.plusSeconds(7)), T0.plusSeconds(7));
        var again = verdicts.judge(resumed.run(), T0.plusSeconds(10));

        assertThat(resumed.alerts())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.getState()).isEqualTo("RESOLVED");
                    assertThat(alert.getResolvedBy()).isEqualTo(run.runId() + ":2");
                    assertThat(alert.getResolvedAt()).isEqualTo(T0.plusSeconds(7));
                });
        assertThat(resumed.run().status().getFiring()).isEmpty();
        assertThat(again.alerts())
                .extracting(Alert::getAlertId)
                .containsExactly(run.runId() + "|no_progress|2");
    }

    @Test
    void aRunPastItsDeadlineFiresAfterTheGraceAndOnlyItsEndResolvesThat() {
        var late = verdicts.judge(started(run), DEADLINE.plusSeconds(5));
        var alive = seen(late.run(), run.thinking(2, T0), T0.plusSeconds(96));
        var ended = seen(alive.run(), run.completed(3, T0, "TIMED_OUT"), T0.plusSeconds(97));

        assertThat(late.alerts())
                .extracting(Alert::getKind)
                .containsExactly("no_progress", "deadline_passed");
        assertThat(alive.alerts()).extracting(Alert::getKind).containsExactly("no_progress");
        assertThat(alive.run().status().getFiring()).containsExactly("deadline_passed");
        assertThat(ended.alerts()).extracting(Alert::getKind).containsExactly("deadline_passed");
        assertThat(ended.run().status().getFiring()).isEmpty();
    }

    @Test
    void aQueuedRunIsJudgedByItsDeadlineOnly() {
        var command = run.command(T0, Duration.ofSeconds(10));
        var queued = changed(tracker.accepted(null, command, at(T0))).run();

        assertThat(verdicts.nextLook(queued)).isEqualTo(T0.plusSeconds(15));
        assertThat(verdicts.judge(queued, T0.plusSeconds(15)).alerts())
                .extracting(Alert::getKind)
                .containsExactly("deadline_passed");
    }

    @Test
    void anEndedRunIsForgottenAfterItsRetention() {
        var ended = seen(started(run), run.completed(2, T0, "SUCCEEDED"), T0).run();

        assertThat(verdicts.nextLook(ended)).isEqualTo(T0.plusSeconds(3600));
        assertThat(verdicts.judge(ended, T0.plusSeconds(3000)).alerts()).isEmpty();
        assertThat(verdicts.forgettable(ended, T0.plusSeconds(3599))).isFalse();
        assertThat(verdicts.forgettable(ended, T0.plusSeconds(3600))).isTrue();
    }

    @Test
    void aRunWithAllItsAlertsFiringNeedsNoLook() {
        var late = verdicts.judge(started(run), DEADLINE.plusSeconds(5)).run();

        assertThat(verdicts.nextLook(late)).isNull();
    }

    private TrackedRun started(Run started) {
        return changed(tracker.seen(null, started.started(1, T0, DEADLINE), at(T0))).run();
    }

    private Change seen(TrackedRun known, AgentEvent event, Instant at) {
        return changed(tracker.seen(known, event, at(at)));
    }

    private static Change changed(@Nullable Change change) {
        return Objects.requireNonNull(change);
    }

    private static LogPosition at(Instant time) {
        return new LogPosition(5, 41, time);
    }
}
