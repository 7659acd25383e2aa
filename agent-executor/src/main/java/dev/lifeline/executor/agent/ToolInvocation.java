package dev.lifeline.executor.agent;

import dev.langchain4j.invocation.LangChain4jManaged;
import java.time.Instant;

/**
 * Who calls a tool, and which of its run's calls this is. A tool method that wants to know has a
 * parameter of this type, of which the model is told nothing.
 *
 * @param attempt the number of executors that have worked on the run, this one included
 * @param announcedAt when the log was told of the call; the same when it is made again after a
 *     crash
 */
public record ToolInvocation(
        String runId,
        String tenantId,
        String userId,
        String toolCallId,
        int attempt,
        Instant announcedAt)
        implements LangChain4jManaged {

    /**
     * The same whenever this call is made, and no other call's: for whoever is to do something once
     * only, though a process that was frozen in this call may make it a second time.
     */
    public String idempotencyKey() {
        return runId + ":" + toolCallId;
    }
}
