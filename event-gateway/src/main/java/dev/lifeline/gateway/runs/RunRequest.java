package dev.lifeline.gateway.runs;

import dev.lifeline.schemas.RunId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A run as a user asks for it.
 *
 * @param runId chosen by the user; null: the gateway chooses
 * @param threadId the conversation; null: the run's own
 * @param deadline from acceptance; null: the agent's default
 */
public record RunRequest(
        String agent,
        String input,
        @Nullable RunId runId,
        @Nullable String threadId,
        @Nullable RunId previousRunId,
        @Nullable Duration deadline) {}
