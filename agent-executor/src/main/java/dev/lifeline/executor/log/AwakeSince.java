package dev.lifeline.executor.log;

import java.time.Duration;
import java.time.Instant;

/**
 * Since when this process has been running without a break: one that was frozen must not take its
 * own silence for Kafka's.
 */
final class AwakeSince {

    private final Duration longestBreak;
    private Instant lastLook;
    private Instant since;

    /**
     * @param interval between two looks
     */
    AwakeSince(Instant now, Duration interval) {
        longestBreak = interval.multipliedBy(3);
        lastLook = now;
        since = now;
    }

    /** To be asked at each interval. */
    synchronized Instant look(Instant now) {
        if (now.isAfter(lastLook.plus(longestBreak))) {
            since = now;
        }
        lastLook = now;
        return since;
    }
}
