package dev.lifeline.benchmarks.monitor;

import java.time.Duration;
import java.util.Map;

/**
 * A monitor in which nothing but a passed deadline can fire.
 *
 * @param grace from the deadline until its alert is due
 * @param far every other limit
 */
public record DeadlinesOnly(Duration grace, Duration far) {

    /** As environment variables. */
    public Map<String, String> settings() {
        return Map.of(
                "LIFELINE_MONITOR_DEADLINE_GRACE",
                grace.toString(),
                "LIFELINE_MONITOR_DEGRADED_AFTER",
                far.toString(),
                "LIFELINE_MONITOR_NO_PROGRESS",
                far.toString(),
                "LIFELINE_MONITOR_NO_FIRST_EVENT",
                far.toString(),
                "LIFELINE_MONITOR_TOOL_TIMEOUT",
                far.toString());
    }
}
