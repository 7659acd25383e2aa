package dev.lifeline.monitor.run;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows runs from command to end; what arrives twice, too late or for another user's run of the
 * same id changes nothing.
 */
public final class RunTracker {

    /** Sees a command to start a run; null if it changes nothing. */
    public @Nullable Change accepted(
            @Nullable TrackedRun known, StartRun command, LogPosition position) {
        if (known == null) {
            var row = RunRow.queued(command, position.partition());
            return new Change(
                    new TrackedRun(row, position.time(), null, command.getTraceparent(), List.of()),
                    List.of());
        }
        if (known.status().getAcceptedAt() != null
                || !sameUser(known, command.getTenantId(), command.getUserId())) {
            return null;
        }
        var row = RunRow.accepted(known.status(), command);
        return new Change(
                new TrackedRun(
                        row,
                        known.progressAt(),
                        known.indexedAt(),
                        known.traceparent(),
                        known.alerts()),
                List.of());
    }

    /** Sees an event that counts; null if it changes nothing. */
    public @Nullable Change seen(
            @Nullable TrackedRun known, AgentEvent event, LogPosition position) {
        if (known == null) {
            var row = RunRow.next(RunRow.first(event, position), event, position);
            return new Change(
                    new TrackedRun(row, position.time(), null, event.getTraceparent(), List.of()),
                    List.of());
        }
        if (known.ended()
                || event.getSequence() <= known.status().getLastSequence()
                || !sameUser(known, event.getTenantId(), event.getUserId())) {
            return null;
        }
        var run =
                new TrackedRun(
                        RunRow.next(known.status(), event, position),
                        position.time(),
                        known.indexedAt(),
                        traceparent(known, event),
                        known.alerts());
        return Change.of(run, resolved(run, event, position.time()));
    }

    /** The run's own: a tool's events name the tool's span. */
    private static @Nullable String traceparent(TrackedRun known, AgentEvent event) {
        boolean isOfTool = event.getToolCall() != null || event.getToolResult() != null;
        return isOfTool || event.getTraceparent() == null
                ? known.traceparent()
                : event.getTraceparent();
    }

    private static boolean sameUser(TrackedRun known, String tenantId, String userId) {
        return known.status().getTenantId().equals(tenantId)
                && known.status().getUserId().equals(userId);
    }

    private static List<Alert> resolved(TrackedRun run, AgentEvent event, Instant at) {
        return run.alerts().stream()
                .filter(TrackedRun::isFiring)
                .filter(a -> run.ended() || AlertKind.endsWithProgress(a.getKind()))
                .map(a -> resolved(a, event, at))
                .toList();
    }

    private static Alert resolved(Alert alert, AgentEvent event, Instant at) {
        var resolved = Copies.of(alert);
        resolved.setState(TrackedRun.RESOLVED);
        resolved.setResolvedAt(at.isBefore(alert.getFiredAt()) ? alert.getFiredAt() : at);
        resolved.setResolvedBy(event.getId());
        return resolved;
    }
}
