package dev.lifeline.monitor.run;

import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides when a run must be looked at, and which alerts fire when it is. */
public final class Verdicts {

    /** What ends an alert that no event can end. */
    private static final String RETENTION = "retention";

    private final Limits limits;
    private final List<Suppression> suppressions;
    private final List<Detector> detectors;

    public Verdicts(Limits limits) {
        this(limits, List.of());
    }

    public Verdicts(Limits limits, List<Suppression> suppressions) {
        this.limits = limits;
        this.suppressions = List.copyOf(suppressions);
        this.detectors =
                List.of(
                        new NoProgress(limits),
                        new NoFirstEvent(limits),
                        new ToolNeverCompleted(limits),
                        new DeadlinePassed(limits),
                        new SequenceHole(limits),
                        new CompletedWithoutStart(limits),
                        new EventAfterEnd());
    }

    /** The same for the same rules, in any process. */
    public int fingerprint() {
        return 31 * limits.hashCode() + suppressions.hashCode();
    }

    /**
     * When the run must be looked at, unless an event comes first; null if never.
     *
     * @param lookedAt until when what is wrong with it has been told, or may not be told yet
     */
    public @Nullable Instant nextLook(TrackedRun run, Instant lookedAt) {
        var verdicts =
                detectors.stream()
                        .filter(d -> !run.firing(d.kind().text()))
                        .map(d -> d.due(run))
                        .filter(Objects::nonNull)
                        .map(due -> mayFireAt(run, due.isBefore(lookedAt) ? lookedAt : due));
        var looks = run.ended() ? Stream.concat(verdicts, Stream.of(forgetAt(run))) : verdicts;
        return looks.min(Instant::compareTo).orElse(null);
    }

    /** Whether the run ended so long ago that nobody asks for it any more. */
    public boolean forgettable(TrackedRun run, Instant now) {
        return run.ended() && !now.isBefore(forgetAt(run));
    }

    /** Looks at the run at that time of its partition's clock. */
    public Change judge(TrackedRun run, Instant now) {
        if (mayFireAt(run, now).isAfter(now)) {
            return Change.of(run, List.of());
        }
        var fired =
                detectors.stream()
                        .filter(d -> !run.firing(d.kind().text()) && isDue(d, run, now))
                        .map(d -> alert(d, run, now))
                        .toList();
        return Change.of(run, fired);
    }

    /** Lets the run go: what is still firing is past. */
    public Change forget(TrackedRun run, Instant now) {
        var past =
                run.alerts().stream()
                        .filter(TrackedRun::isFiring)
                        .map(a -> resolved(a, RETENTION, now))
                        .toList();
        return Change.of(run, past);
    }

    /** The alerts that are over now that an event has been seen. */
    List<Alert> resolved(TrackedRun run, String eventId, Instant at) {
        return detectors.stream()
                .flatMap(d ->
                        run.alerts().stream()
                                .filter(a -> a.getKind().equals(d.kind().text()))
                                .filter(a -> TrackedRun.isFiring(a) && d.isOver(run, a)))
                .map(a -> resolved(a, eventId, at))
                .toList();
    }

    static Alert resolved(Alert alert, String by, Instant at) {
        var resolved = Copies.of(alert);
        resolved.setState(TrackedRun.RESOLVED);
        resolved.setResolvedAt(at.isBefore(alert.getFiredAt()) ? alert.getFiredAt() : at);
        resolved.setResolvedBy(by);
        return resolved;
    }

    /** How long the run table has a run that was forgotten. */
    public Instant rowUntil(TrackedRun run) {
        return run.progressAt().plus(limits.rowRetention());
    }

    /** From when on alerts about the run may fire, at that time or later. */
    private Instant mayFireAt(TrackedRun run, Instant at) {
        var free = at;
        for (var holding = holding(run, free); holding != null; holding = holding(run, free)) {
            free = holding.until();
        }
        return free;
    }

    private @Nullable Suppression holding(TrackedRun run, Instant at) {
        return suppressions.stream().filter(s -> s.holds(run, at)).findFirst().orElse(null);
    }

    private Instant forgetAt(TrackedRun run) {
        return run.progressAt().plus(limits.endedRetention());
    }

    private static boolean isDue(Detector detector, TrackedRun run, Instant now) {
        var due = detector.due(run);
        return due != null && !now.isBefore(due);
    }

    private static Alert alert(Detector detector, TrackedRun run, Instant now) {
        var status = run.status();
        var kind = detector.kind().text();
        return Alert.newBuilder()
                .setAlertId(new AlertId(status.getRunId(), kind, run.episodes(kind) + 1).toString())
                .setKind(kind)
                .setState(TrackedRun.FIRING)
                .setTenantId(status.getTenantId())
                .setUserId(status.getUserId())
                .setRunId(status.getRunId())
                .setAgent(status.getAgent())
                .setFiredAt(now)
                .setDueAt(detector.due(run))
                .setSummary(detector.summary(run))
                .setEvidence(evidence(run))
                .setFirstEvidence(firstEvidence(run))
                .setAction(detector.kind().action())
                .setTraceparent(run.traceparent())
                .build();
    }

    private static @Nullable Evidence evidence(TrackedRun run) {
        var status = run.status();
        if (status.getLastOffset() == null) {
            return null;
        }
        return Evidence.newBuilder()
                .setEventId(status.getRunId() + ":" + status.getLastSequence())
                .setPartition(status.getPartition())
                .setOffset(status.getLastOffset())
                .build();
    }

    private static @Nullable Evidence firstEvidence(TrackedRun run) {
        var status = run.status();
        if (status.getFirstOffset() == null) {
            return null;
        }
        return Evidence.newBuilder()
                .setEventId(run.numbering().has(1) ? status.getRunId() + ":1" : null)
                .setPartition(status.getPartition())
                .setOffset(status.getFirstOffset())
                .build();
    }
}
