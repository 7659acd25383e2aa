package dev.lifeline.monitor.run;

import java.time.Duration;
import java.util.Map;

/**
 * How long things may take.
 *
 * @param general for agents that have none of their own
 * @param ofAgents by the agent's name
 * @param deadlineGrace after its deadline, until a run's end must have been read
 * @param orderGrace until what is missing between a run's events, or at its end, must have come
 * @param endedRetention for which an ended run is remembered
 * @param rowRetention for which the run table has it
 */
public record Limits(
        Patience general,
        Map<String, Patience> ofAgents,
        Duration deadlineGrace,
        Duration orderGrace,
        Duration endedRetention,
        Duration rowRetention) {

    public Limits {
        ofAgents = Map.copyOf(ofAgents);
    }

    /**
     * How long an agent may take.
     *
     * @param noProgress without an event
     * @param noFirstEvent from the command to the first event
     * @param tool from a tool's announcement to its result
     */
    public record Patience(Duration noProgress, Duration noFirstEvent, Duration tool) {}

    Duration noProgress(String agent) {
        return of(agent).noProgress();
    }

    Duration noFirstEvent(String agent) {
        return of(agent).noFirstEvent();
    }

    Duration tool(String agent) {
        return of(agent).tool();
    }

    private Patience of(String agent) {
        return ofAgents.getOrDefault(agent, general);
    }
}
