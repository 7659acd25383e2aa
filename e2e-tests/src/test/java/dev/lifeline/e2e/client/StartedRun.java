package dev.lifeline.e2e.client;

/**
 * An accepted run.
 *
 * @param cursor before its first event
 */
public record StartedRun(String runId, String cursor) {}
