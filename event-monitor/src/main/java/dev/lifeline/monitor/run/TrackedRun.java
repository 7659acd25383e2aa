package dev.lifeline.monitor.run;

import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything the monitor knows of one run.
 *
 * @param status its row of the run table
 * @param numbering which of its events have been seen
 * @param earlyResults ids of tool calls whose results have been seen, and the calls not yet
 * @param progressAt broker time of its last event, or of its command before the first event
 * @param indexedAt under which time it stands in the deadline index, null if it does not
 * @param alerts the latest alert of each kind that has ever fired for it
 */
public record TrackedRun(
        RunStatus status,
        Numbering numbering,
        List<String> earlyResults,
        Instant progressAt,
        @Nullable Instant indexedAt,
        @Nullable String traceparent,
        List<Alert> alerts) {

    public static final String QUEUED = "QUEUED";
    public static final String OPEN = "OPEN";
    public static final String ENDED = "ENDED";

    static final String FIRING = "FIRING";
    static final String RESOLVED = "RESOLVED";

    public TrackedRun {
        earlyResults = List.copyOf(earlyResults);
        alerts = List.copyOf(alerts);
    }

    /** A run that has been asked for. */
    static TrackedRun queued(RunStatus status, Instant acceptedAt, @Nullable String traceparent) {
        return new TrackedRun(
                status, Numbering.NONE, List.of(), acceptedAt, null, traceparent, List.of());
    }

    boolean ended() {
        return status.getState().equals(ENDED);
    }

    boolean started() {
        return !status.getState().equals(QUEUED);
    }

    boolean firing(String kind) {
        return alerts.stream().anyMatch(a -> a.getKind().equals(kind) && isFiring(a));
    }

    /** How many episodes of that kind there have been. */
    int episodes(String kind) {
        return alerts.stream()
                .filter(a -> a.getKind().equals(kind))
                .mapToInt(a -> AlertId.parse(a.getAlertId()).generation())
                .max()
                .orElse(0);
    }

    /** The same run, standing in the deadline index under another time. */
    public TrackedRun indexed(@Nullable Instant at) {
        return new TrackedRun(status, numbering, earlyResults, progressAt, at, traceparent, alerts);
    }

    /** The same run, with these alerts in place of earlier ones of their kinds. */
    TrackedRun alerted(List<Alert> changed) {
        if (changed.isEmpty()) {
            return this;
        }
        var all = new ArrayList<>(alerts);
        for (var alert : changed) {
            all.removeIf(a -> a.getKind().equals(alert.getKind()));
            all.add(alert);
        }
        var kinds = all.stream().filter(TrackedRun::isFiring).map(Alert::getKind).toList();
        var row = Copies.of(status);
        row.setFiring(kinds);
        return new TrackedRun(
                row, numbering, earlyResults, progressAt, indexedAt, traceparent, all);
    }

    /** The same run with another row. */
    TrackedRun withRow(RunStatus row) {
        return new TrackedRun(
                row, numbering, earlyResults, progressAt, indexedAt, traceparent, alerts);
    }

    static boolean isFiring(Alert alert) {
        return alert.getState().equals(FIRING);
    }
}
