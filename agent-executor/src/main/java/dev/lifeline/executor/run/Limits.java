package dev.lifeline.executor.run;

import java.time.Duration;

/**
 * What a run may use up, and in what pieces its model's text is written.
 *
 * @param tokens read and written together
 * @param toolTimeout for tools that have none of their own
 * @param deltaInterval text is written at the latest after this time
 * @param deltaSize or when it has this many characters
 */
public record Limits(
        int turns,
        int toolCalls,
        long tokens,
        Duration toolTimeout,
        Duration deltaInterval,
        int deltaSize) {}
