package dev.lifeline.benchmarks.load;

/**
 * An event as a user was shown it.
 *
 * @param occurredAt as the contract writes it
 */
record Shown(
        String tenantId,
        String userId,
        String runId,
        long sequence,
        String type,
        String occurredAt) {

    String id() {
        return runId + ":" + sequence;
    }
}
