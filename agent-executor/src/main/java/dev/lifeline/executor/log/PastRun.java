package dev.lifeline.executor.log;

import org.jspecify.annotations.Nullable;

/**
 * A run as the log remembers it.
 *
 * @param previousRunId the run before it in its thread, if there is one
 * @param input what its user asked
 * @param answer its result; empty when it has none, or not yet
 */
public record PastRun(@Nullable String previousRunId, String input, String answer) {

    int characters() {
        return input.length() + answer.length();
    }
}
