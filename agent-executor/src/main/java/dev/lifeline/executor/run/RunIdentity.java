package dev.lifeline.executor.run;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.StartRun;
import org.jspecify.annotations.Nullable;

/** What stays the same in every event of a run. */
public record RunIdentity(
        String runId,
        String tenantId,
        String userId,
        String threadId,
        @Nullable String parentRunId,
        @Nullable String previousRunId,
        String agent,
        @Nullable String traceparent) {

    /** Of a run that a command asks for. */
    public static RunIdentity of(StartRun command) {
        return new RunIdentity(
                command.getRunId(),
                command.getTenantId(),
                command.getUserId(),
                command.getThreadId(),
                null,
                command.getPreviousRunId(),
                command.getAgent(),
                command.getTraceparent());
    }

    /** The same run, as part of the span that a traceparent names. */
    RunIdentity within(@Nullable String span) {
        return new RunIdentity(
                runId, tenantId, userId, threadId, parentRunId, previousRunId, agent, span);
    }

    /** Of the run that an event belongs to. */
    static RunIdentity of(AgentEvent event) {
        return new RunIdentity(
                event.getRunId(),
                event.getTenantId(),
                event.getUserId(),
                event.getThreadId(),
                event.getParentRunId(),
                event.getPreviousRunId(),
                event.getAgent(),
                event.getTraceparent());
    }
}
