package dev.lifeline.benchmarks.monitor;

import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.schemas.avro.Alert;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Holds every alert that arrives against those that must: each once, none too early, no other.
 * Thread-safe.
 */
public final class AlertLedger {

    private static final String KIND = "deadline_passed";
    private static final int DIGITS = 3;

    private final Map<String, Expected> runs = new HashMap<>();
    private final Faults faults;
    private int fired;
    private int resolved;

    /**
     * One that expects nothing yet.
     *
     * @param faults where it takes note of what is not as promised
     */
    public AlertLedger(Faults faults) {
        this.faults = faults;
    }

    /** An alert must fire for that run, once it is due. */
    public synchronized void expect(String runId, Instant due) {
        runs.put(runId, new Expected(due));
    }

    /** From now on the run's alert may be resolved, and must be in the end. */
    public synchronized void expectEnd(String runId) {
        expected(runId).mayEnd = true;
    }

    /** The broker took the run's last event at that time. */
    public synchronized void ended(String runId, Instant at) {
        expected(runId).endedAt = at;
    }

    /** Takes note of an alert. */
    synchronized void arrived(Alert alert, Instant at) {
        var run = alert.getRunId() == null ? null : runs.get(alert.getRunId());
        if (run == null || !alert.getKind().equals(KIND)) {
            faults.add("false alert: %s: %s".formatted(alert.getAlertId(), alert.getSummary()));
        } else if (alert.getResolvedAt() == null) {
            fires(run, alert, at);
        } else {
            resolves(run, alert, at);
        }
    }

    private void fires(Expected run, Alert alert, Instant at) {
        if (run.firedAt != null) {
            faults.add("fired twice: " + alert.getAlertId());
            return;
        }
        if (!run.due.equals(alert.getDueAt()) || at.isBefore(run.due)) {
            faults.add(
                    "due %s: %s arrived %s and says %s"
                            .formatted(run.due, alert.getAlertId(), at, alert.getDueAt()));
        }
        run.firedAt = at;
        fired++;
    }

    private void resolves(Expected run, Alert alert, Instant at) {
        if (!run.mayEnd || run.firedAt == null || run.resolvedAt != null) {
            faults.add("resolved twice or without reason: " + alert.getAlertId());
            return;
        }
        run.resolvedAt = at;
        resolved++;
    }

    /** How many alerts have fired. */
    public synchronized int fired() {
        return fired;
    }

    /** How many are over. */
    public synchronized int resolved() {
        return resolved;
    }

    /** What should have come and has not is a fault. */
    public synchronized void requireComplete() {
        runs.forEach((runId, run) -> {
            if (run.firedAt == null) {
                faults.add("no alert for %s, which was due %s".formatted(runId, run.due));
            } else if (run.mayEnd && run.resolvedAt == null) {
                faults.add("not resolved: the alert for " + runId);
            }
        });
    }

    /** From when each alert was due until it arrived, in microseconds. */
    public synchronized Histogram firing() {
        return times(run -> run.due, run -> run.firedAt);
    }

    /** From when the broker took a run's end until its alert was resolved, in microseconds. */
    public synchronized Histogram resolving() {
        return times(run -> run.endedAt, run -> run.resolvedAt);
    }

    private Histogram times(
            Function<Expected, @Nullable Instant> from,
            Function<Expected, @Nullable Instant> until) {
        var times = new Histogram(DIGITS);
        for (var run : runs.values()) {
            var begin = from.apply(run);
            var end = until.apply(run);
            if (begin != null && end != null) {
                times.recordValue(Math.max(0, ChronoUnit.MICROS.between(begin, end)));
            }
        }
        return times;
    }

    private Expected expected(String runId) {
        return Objects.requireNonNull(runs.get(runId));
    }

    /** What must become of a run, and what has. */
    private static final class Expected {
        private final Instant due;
        private boolean mayEnd;
        private @Nullable Instant firedAt;
        private @Nullable Instant endedAt;
        private @Nullable Instant resolvedAt;

        Expected(Instant due) {
            this.due = due;
        }
    }
}
