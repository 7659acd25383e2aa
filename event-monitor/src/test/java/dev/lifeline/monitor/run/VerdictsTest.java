package dev.lifeline.monitor.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VerdictsTest {

    private static final Instant T0 = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant DEADLINE = T0.plusSeconds(90);

    private final Limits limits =
            new Limits(
                    patience(60),
                    Map.of("stuck", patience(3)),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5),
                    Duration.ofHours(1),
                    Duration.ofHours(2));
    private final Verdicts verdicts = new Verdicts(limits);
    private final RunTracker tracker = new RunTracker(verdicts);
    private final Run run = Run.of("stuck", "alice", T0, 1);

    @Test
    void anOpenRunIsLookedAtWhenItsAgentsLimitHasPassed() {
        var quick = started(run);
        var slow = started(Run.of("researcher", "alice", T0, 2));

        assertThat(verdicts.nextLook(quick, Instant.EPOCH)).isEqualTo(T0.plusSeconds(3));
        assertThat(verdicts.nextLook(slow, Instant.EPOCH)).isEqualTo(T0.plusSeconds(60));
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
                    assertThat(alert.getFirstEvidence().getEventId()).isEqualTo(run.runId() + ":1");
                    assertThat(alert.getAction()).contains("executor");
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
    void aQueuedRunIsJudgedByItsDeadlineAndItsWait() {
        var command = run.command(T0, Duration.ofSeconds(10));
        var queued = changed(tracker.accepted(null, command, at(T0))).run();

        assertThat(verdicts.nextLook(queued, Instant.EPOCH)).isEqualTo(T0.plusSeconds(15));
        assertThat(verdicts.judge(queued, T0.plusSeconds(15)).alerts())
                .extracting(Alert::getKind)
                .containsExactly("deadline_passed");
        assertThat(verdicts.judge(queued, T0.plusSeconds(20)).alerts())
                .extracting(Alert::getKind)
                .containsExactly("no_first_event", "deadline_passed");
    }

    @Test
    void anEndedRunIsForgottenAfterItsRetention() {
        var ended = seen(started(run), run.completed(2, T0, "SUCCEEDED"), T0).run();

        assertThat(verdicts.nextLook(ended, Instant.EPOCH)).isEqualTo(T0.plusSeconds(3600));
        assertThat(verdicts.judge(ended, T0.plusSeconds(3000)).alerts()).isEmpty();
        assertThat(verdicts.forgettable(ended, T0.plusSeconds(3599))).isFalse();
        assertThat(verdicts.forgettable(ended, T0.plusSeconds(3600))).isTrue();
    }

    @Test
    void aRunWithAllItsAlertsFiringNeedsNoLook() {
        var late = verdicts.judge(started(run), DEADLINE.plusSeconds(5)).run();

        assertThat(verdicts.nextLook(late, Instant.EPOCH)).isNull();
    }

    @Test
    void theFirstEventResolvesTheWaitForIt() {
        var command = run.command(T0, Duration.ofHours(1));
        var queued = changed(tracker.accepted(null, command, at(T0))).run();
        var waited = verdicts.judge(queued, T0.plusSeconds(20));
        var begun = seen(waited.run(), run.started(1, T0, DEADLINE), T0.plusSeconds(30));

        assertThat(waited.alerts()).extracting(Alert::getKind).containsExactly("no_first_event");
        assertThat(waited.alerts().getFirst().getSummary()).contains("20 s", "no executor");
        assertThat(begun.alerts())
                .extracting(Alert::getKind, Alert::getState)
                .containsExactly(tuple("no_first_event", "RESOLVED"));
    }

    @Test
    void aToolThatTakesTooLongFiresAndItsResultResolvesThat() {
        var busy = seen(started(run), run.toolExecuting(2, T0, "call_1"), T0).run();
        var more = seen(busy, run.toolExecuting(3, T0.plusSeconds(9), "call_2"), T0).run();
        var late = verdicts.judge(more, T0.plusSeconds(30)).run();
        var first = seen(late, run.toolCompleted(4, T0, "call_1"), T0.plusSeconds(31));
        var second = verdicts.judge(first.run(), T0.plusSeconds(39));

        assertThat(late.status().getFiring())
                .containsExactly("no_progress", "tool_never_completed");
        assertThat(first.alerts())
                .extracting(Alert::getKind, Alert::getState)
                .contains(tuple("tool_never_completed", "RESOLVED"));
        assertThat(second.alerts())
                .extracting(Alert::getAlertId)
                .contains(run.runId() + "|tool_never_completed|2");
        assertThat(second.alerts().getLast().getSummary()).contains("clock", "call_2");
    }

    @Test
    void aRunThatEndsBeforeItsToolFires() {
        var busy = seen(started(run), run.toolExecuting(2, T0, "call_1"), T0).run();
        var ended = seen(busy, run.completed(3, T0, "SUCCEEDED"), T0.plusSeconds(1)).run();

        assertThat(verdicts.judge(ended, T0.plusSeconds(5)).alerts()).isEmpty();
        assertThat(verdicts.judge(ended, T0.plusSeconds(6)).alerts())
                .extracting(Alert::getKind)
                .containsExactly("tool_never_completed");
    }

    @Test
    void aHoleFiresAfterTheGraceAndIsResolvedByWhatFillsIt() {
        var holed = seen(started(run), run.thinking(4, T0), T0).run();
        var fired = verdicts.judge(holed, T0.plusSeconds(5));
        var half = seen(fired.run(), run.thinking(2, T0), T0.plusSeconds(6));
        var whole = seen(half.run(), run.thinking(3, T0), T0.plusSeconds(7));

        assertThat(fired.alerts()).extracting(Alert::getKind).contains("sequence_hole");
        assertThat(fired.alerts().getLast().getSummary()).contains("2-3", "last seen is 4");
        assertThat(half.run().status().getFiring()).contains("sequence_hole");
        assertThat(whole.alerts())
                .extracting(Alert::getKind, Alert::getState, Alert::getResolvedBy)
                .containsExactly(tuple("sequence_hole", "RESOLVED", run.runId() + ":3"));
    }

    @Test
    void anEndWithoutABeginningFires() {
        var ended = changed(tracker.seen(null, run.completed(2, T0, "LOST"), at(T0), T0)).run();

        assertThat(verdicts.judge(ended, T0.plusSeconds(5)).alerts())
                .extracting(Alert::getKind)
                .containsExactly("completed_without_start");
    }

    @Test
    void anEventAfterTheEndFiresInWhicheverOrderTheyAreRead() {
        var ended = seen(started(run), run.completed(2, T0, "SUCCEEDED"), T0).run();
        var after = seen(ended, run.thinking(3, T0), T0.plusSeconds(1)).run();
        var before = seen(started(run), run.thinking(3, T0), T0).run();
        var late = seen(before, run.completed(2, T0, "SUCCEEDED"), T0.plusSeconds(1)).run();

        for (var gone : List.of(after, late)) {
            assertThat(gone.status().getState()).isEqualTo("ENDED");
            var verdict = verdicts.judge(gone, T0.plusSeconds(1));
            assertThat(verdict.alerts())
                    .extracting(Alert::getKind)
                    .containsExactly("event_after_end");
            assertThat(verdict.alerts().getFirst().getSummary()).contains("event 2", "event 3");
            assertThat(verdict.alerts().getFirst().getEvidence().getEventId())
                    .isEqualTo(run.runId() + ":3");
        }
    }

    @Test
    void whatNoEventCanResolveIsResolvedWhenTheRunIsForgotten() {
        var ended = changed(tracker.seen(null, run.completed(2, T0, "LOST"), at(T0), T0)).run();
        var firing = verdicts.judge(ended, T0.plusSeconds(5)).run();

        assertThat(verdicts.forget(firing, T0.plusSeconds(3600)).alerts())
                .extracting(Alert::getState, Alert::getResolvedBy)
                .containsExactly(tuple("RESOLVED", "retention"));
    }

    private TrackedRun started(Run started) {
        return changed(tracker.seen(null, started.started(1, T0, DEADLINE), at(T0), T0)).run();
    }

    private Change seen(TrackedRun known, AgentEvent event, Instant at) {
        return changed(tracker.seen(known, event, at(at), T0));
    }

    private static Change changed(@Nullable Change change) {
        return Objects.requireNonNull(change);
    }

    private static Limits.Patience patience(int noProgressSeconds) {
        return new Limits.Patience(
                Duration.ofSeconds(noProgressSeconds),
                Duration.ofSeconds(20),
                Duration.ofSeconds(30));
    }

    private static LogPosition at(Instant time) {
        return new LogPosition(5, 41, time);
    }
}
