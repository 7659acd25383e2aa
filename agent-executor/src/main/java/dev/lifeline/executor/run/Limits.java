package dev.lifeline.executor.run;

import java.time.Duration;

/**
 * What a run may use up.
 *
 * @param deltaInterval text is written at the latest after this time
 * @param deltaSize or when it has this many characters
 */
public record Limits(int turns, int toolCalls, Duration deltaInterval, int deltaSize) {}
