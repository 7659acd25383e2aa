package dev.lifeline.monitor.run;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows runs from command to end. In whatever order a run's events are read, and however often,
 * what is known in the end is the same; what is for another user's run of the same id changes
 * nothing.
 */
public final class RunTracker {

    private final Verdicts verdicts;

    public RunTracker(Verdicts verdicts) {
        this.verdicts = verdicts;
    }

    /** Sees a command to start a run; null if it changes nothing. */
    public @Nullable Change accepted(
            @Nullable TrackedRun known, StartRun command, LogPosition position) {
        if (known == null) {
            var row = RunRow.queued(command, position.partition());
            return Change.of(
                    TrackedRun.queued(row, position.time(), command.getTraceparent()), List.of());
        }
        if (known.status().getAcceptedAt() != null
                || !sameUser(known, command.getTenantId(), command.getUserId())) {
            return null;
        }
        return Change.of(known.withRow(RunRow.accepted(known.status(), command)), List.of());
    }

    /**
     * Sees an event that counts; null if it changes nothing.
     *
     * @param wholeSince of runs from before that time, earlier events may never have been read
     */
    public @Nullable Change seen(
            @Nullable TrackedRun known,
            AgentEvent event,
            LogPosition position,
            Instant wholeSince) {
        var before = known == null ? unknown(event, position, wholeSince) : known;
        if (before.numbering().has(event.getSequence())
                || !sameUser(before, event.getTenantId(), event.getUserId())) {
            return null;
        }
        boolean isEnd = event.getType().equals(EventTypes.AGENT_COMPLETED);
        var tools = OpenTools.of(before).after(event);
        var run =
                new TrackedRun(
                        RunRow.after(before, event, position, tools.open()),
                        before.numbering().plus(event.getSequence(), isEnd, position.time()),
                        tools.earlyResults(),
                        position.time(),
                        before.indexedAt(),
                        traceparent(before, event),
                        before.alerts());
        return Change.of(run, verdicts.resolved(run, event.getId(), position.time()));
    }

    /** A run that is heard of by an event, before that event is applied. */
    private static TrackedRun unknown(AgentEvent event, LogPosition position, Instant wholeSince) {
        boolean isWhole = !new RunId(event.getRunId()).time().isBefore(wholeSince);
        return new TrackedRun(
                RunRow.first(event, position),
                // Of one that began before what is kept, nobody can tell what came earlier.
                isWhole ? Numbering.NONE : Numbering.upTo(event.getSequence() - 1, false),
                List.of(),
                position.time(),
                null,
                event.getTraceparent(),
                List.of());
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
}
