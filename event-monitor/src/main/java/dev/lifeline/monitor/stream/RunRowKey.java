package dev.lifeline.monitor.stream;

/**
 * The key of a row of {@code agent.runs}: written as the run's id, placed in the user's partition.
 */
record RunRowKey(String runId, int partition) {}
