package dev.lifeline.monitor.run;

import java.time.Duration;
import java.util.Map;

/**
 * How long things may take.
 *
 * @param noProgress without an event, for agents that have no limit of their own
 * @param noProgressOf the same for single agents, by name
 * @param deadlineGrace after its deadline, until a run's end must have been read
 * @param endedRetention for which an ended run is remembered
 */
public record Limits(
        Duration noProgress,
        Map<String, Duration> noProgressOf,
        Duration deadlineGrace,
        Duration endedRetention) {

    public Limits {
        noProgressOf = Map.copyOf(noProgressOf);
    }

    Duration noProgress(String agent) {
        return noProgressOf.getOrDefault(agent, noProgress);
    }
}
