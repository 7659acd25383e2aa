package dev.lifeline.executor.run;

import dev.lifeline.executor.agent.ToolInvocation;
import dev.lifeline.schemas.avro.AgentEvent;

/** What the run is called that a tool's call stands for. */
public final class ChildIds {

    private ChildIds() {}

    /** By the call's announcement. */
    public static String of(AgentEvent call) {
        return SubAgents.runId(
                new ToolInvocation(
                        call.getRunId(),
                        call.getTenantId(),
                        call.getUserId(),
                        call.getToolCall().getToolCallId(),
                        call.getAttempt(),
                        call.getOccurredAt()));
    }
}
