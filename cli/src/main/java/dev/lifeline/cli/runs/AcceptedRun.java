package dev.lifeline.cli.runs;

/**
 * A run the gateway has accepted.
 *
 * @param cursor lies before the run's first event
 */
public record AcceptedRun(String runId, String cursor) {}
