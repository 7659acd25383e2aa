package dev.lifeline.monitor.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OpenTool;
import dev.lifeline.schemas.avro.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunTrackerTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instant T0 = Instant.parse("2026-11-23T08:00:00Z");

    private final RunTracker tracker =
            new RunTracker(
                    new Verdicts(
                            new Limits(
                                    new Limits.Patience(MINUTE, MINUTE, MINUTE),
                                    Map.of(),
                                    MINUTE,
                                    MINUTE,
                                    MINUTE,
                                    MINUTE)));
    private final Run run = Run.of("researcher", "alice", T0, 1);

    @Test
    void aRunGoesFromQueuedToOpenToEnded() {
        var command = run.command(T0, Duration.ofMinutes(2));
        var queued = changed(tracker.accepted(null, command, at(0))).run();
        var open = seen(queued, run.started(1, T0.plusSeconds(1), T0.plusSeconds(120)), 10);
        var busy = seen(open, run.toolExecuting(2, T0.plusSeconds(2), "call_1"), 11);
        var idle = seen(busy, run.toolCompleted(3, T0.plusSeconds(3), "call_1"), 12);
        var ended = seen(idle, run.completed(4, T0.plusSeconds(4), "SUCCEEDED"), 13);

        assertThat(queued.status().getState()).isEqualTo("QUEUED");
        assertThat(queued.status().getAcceptedAt()).isEqualTo(T0);
        assertThat(queued.status().getDeadline()).isEqualTo(T0.plusSeconds(120));
        assertThat(open.status().getState()).isEqualTo("OPEN");
        assertThat(open.status().getStartedAt()).isEqualTo(T0.plusSeconds(1));
        assertThat(open.status().getAcceptedAt()).isEqualTo(T0);
        assertThat(busy.status().getOpenTools())
                .extracting(OpenTool::getToolCallId)
                .containsExactly("call_1");
        assertThat(idle.status().getOpenTools()).isEmpty();
        assertThat(ended.status().getState()).isEqualTo("ENDED");
        assertThat(ended.status().getOutcome()).isEqualTo("SUCCEEDED");
        assertThat(ended.status().getEndedAt()).isEqualTo(T0.plusSeconds(4));
        assertThat(ended.status().getUsage()).isEqualTo(new Usage(7L, 8L, 2, 1));
        assertThat(ended.status().getFirstOffset()).isEqualTo(10);
        assertThat(ended.status().getLastOffset()).isEqualTo(13);
        assertThat(ended.status().getLastSequence()).isEqualTo(4);
        assertThat(ended.status().getPartition()).isEqualTo(3);
    }

    @Test
    void theRunsTraceIsItsOwnAndNotItsTools() {
        var started = run.started(1, T0, T0.plusSeconds(60));
        var executing = run.toolExecuting(2, T0.plusSeconds(1), "call_1");
        executing.setTraceparent("00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01");

        var busy = seen(seen(null, started, 1), executing, 2);

        assertThat(busy.traceparent()).isEqualTo(started.getTraceparent());
    }

    @Test
    void repeatsChangeNothing() {
        var open = seen(null, run.started(1, T0, T0.plusSeconds(60)), 1);
        var ahead = seen(open, run.thinking(3, T0), 2);

        assertThat(tracker.seen(ahead, run.thinking(3, T0), at(4), T0)).isNull();
        assertThat(tracker.seen(ahead, run.thinking(1, T0), at(4), T0)).isNull();
        assertThat(tracker.seen(ahead, run.thinking(0, T0), at(4), T0)).isNull();
        assertThat(tracker.seen(ahead, run.thinking(-1, T0), at(4), T0)).isNull();
    }

    @Test
    void anEventThatComesLateFillsItsPlaceAndIsNotTheLatest() {
        var ahead = seen(null, run.completed(4, T0.plusSeconds(4), "SUCCEEDED"), 1);
        var result = seen(ahead, run.toolCompleted(3, T0.plusSeconds(3), "call_1"), 2);
        var call = seen(result, run.toolExecuting(2, T0.plusSeconds(2), "call_1"), 3);
        var whole = seen(call, run.started(1, T0.plusSeconds(1), T0.plusSeconds(60)), 4);

        assertThat(ahead.numbering().missing()).hasToString("[1-3]");
        assertThat(call.numbering().missing()).hasToString("[1]");
        assertThat(whole.numbering()).isEqualTo(Numbering.upTo(4, true));
        assertThat(whole.earlyResults()).isEmpty();
        assertThat(whole.status().getState()).isEqualTo("ENDED");
        assertThat(whole.status().getLastSequence()).isEqualTo(4);
        assertThat(whole.status().getOpenTools()).isEmpty();
        assertThat(whole.status().getStartedAt()).isEqualTo(T0.plusSeconds(1));
        assertThat(tracker.seen(whole, run.thinking(3, T0), at(4), T0)).isNull();
    }

    @Test
    void ofARunOlderThanTheLogNobodyMissesTheBeginning() {
        var change = tracker.seen(null, run.thinking(7, T0), at(1), T0.plusSeconds(1));

        assertThat(changed(change).run().numbering().missing()).isEmpty();
    }

    @Test
    void manyHolesAreKeptAsFewAndNoneIsForgotten() {
        var open = seen(null, run.started(1, T0, T0.plusSeconds(60)), 1);
        for (int i = 3; i < 300; i += 2) {
            open = seen(open, run.thinking(i, T0), i);
        }

        assertThat(open.numbering().missing()).hasSize(32);
        assertThat(open.numbering().has(2)).isFalse();
        assertThat(open.numbering().has(298)).isFalse();
    }

    @Test
    void theFirstCommandWins() {
        var first = run.command(T0, Duration.ofMinutes(2));
        var second = run.command(T0.plusSeconds(9), Duration.ofMinutes(9));
        var queued = changed(tracker.accepted(null, first, at(0))).run();

        assertThat(tracker.accepted(queued, second, at(1))).isNull();
    }

    @Test
    void aCommandReadAfterTheFirstEventOnlyAddsWhenTheRunWasAccepted() {
        var open = seen(null, run.started(1, T0.plusSeconds(1), T0.plusSeconds(60)), 1);

        var late = run.command(T0, Duration.ofMinutes(9));
        var change = changed(tracker.accepted(open, late, at(0)));

        assertThat(change.run().status().getAcceptedAt()).isEqualTo(T0);
        assertThat(change.run().status().getState()).isEqualTo("OPEN");
        assertThat(change.run().status().getDeadline()).isEqualTo(T0.plusSeconds(60));
    }

    @Test
    void anotherUsersRunOfTheSameIdTouchesNothing() {
        var open = seen(null, run.started(1, T0, T0.plusSeconds(60)), 1);
        var thief = new Run(run.runId(), "researcher", new UserKey("default", "mallory"), "e", 1);

        assertThat(tracker.seen(open, thief.completed(2, T0, "SUCCEEDED"), at(2), T0)).isNull();
        assertThat(tracker.accepted(open, thief.command(T0, Duration.ofDays(1)), at(2))).isNull();
    }

    @Test
    void aDeadlineThatIsNoDurationIsNone() {
        var command = run.command(T0, Duration.ofMinutes(2));
        command.setDeadline("soon");
        var endless = run.command(T0, Duration.ofMinutes(2));
        endless.setDeadline("PT2562047788015215H");

        assertThat(changed(tracker.accepted(null, command, at(0))).run().status().getDeadline())
                .isNull();
        assertThat(changed(tracker.accepted(null, endless, at(0))).run().status().getDeadline())
                .isNull();
    }

    @Test
    void aRowStaysSmallWhateverAModelThoughtUp() {
        var open = seen(null, run.started(1, T0, T0.plusSeconds(60)), 1);
        for (int i = 2; i < 300; i++) {
            var event = run.toolExecuting(i, T0, "call_" + i);
            event.getToolCall().setToolName("x".repeat(60_000));
            open = seen(open, event, i);
        }

        assertThat(open.status().getOpenTools()).hasSize(100);
        assertThat(open.status().getOpenTools().getFirst().getToolName()).hasSize(256);
    }

    private TrackedRun seen(@Nullable TrackedRun known, AgentEvent event, long offset) {
        return changed(tracker.seen(known, event, at(offset), T0)).run();
    }

    private static Change changed(@Nullable Change change) {
        return Objects.requireNonNull(change);
    }

    private static LogPosition at(long offset) {
        return new LogPosition(3, offset, T0.plusMillis(offset));
    }
}
