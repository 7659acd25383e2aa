package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.AGENT_COMPLETED;
import static dev.lifeline.schemas.EventTypes.AGENT_STARTED;
import static dev.lifeline.schemas.EventTypes.TOOL_COMPLETED;
import static dev.lifeline.schemas.EventTypes.TOOL_EXECUTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.avro.AgentEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Generated runs, with everything that can go wrong in them, hold the promises P1 to P4. */
class RunLoopTest {

    private static final int RUNS = Boolean.getBoolean("lifeline.long") ? 20_000 : 1_000;

    @Test
    void whateverHappensEveryRunIsNumberedPairedAndEndedExactlyOnce() {
        var outcomes = new HashMap<String, Integer>();
        for (int seed = 0; seed < RUNS; seed++) {
            var run = new GeneratedRun(new Random(seed));

            List<AgentEvent> events = run.execute();

            assertThat(violation(events, run))
                    .as("seed %d: %s", seed, describe(events))
                    .isEqualTo("");
            outcomes.merge(events.getLast().getCompleted().getOutcome(), 1, Integer::sum);
        }
        assertThat(outcomes)
                .as("the generator reaches every kind of ending")
                .containsKeys("SUCCEEDED", "FAILED", "CANCELLED", "TIMED_OUT");
    }

    private static String violation(List<AgentEvent> events, GeneratedRun run) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).getSequence() != i + 1) {
                return "event %d has sequence %d".formatted(i + 1, events.get(i).getSequence());
            }
        }
        if (!events.getFirst().getType().equals(AGENT_STARTED)) {
            return "the first event is not agent_started";
        }
        long ends = events.stream().filter(e -> e.getType().equals(AGENT_COMPLETED)).count();
        if (ends != 1 || !events.getLast().getType().equals(AGENT_COMPLETED)) {
            return "there are %d agent_completed, the last event is %s"
                    .formatted(ends, events.getLast().getType());
        }
        return run.violations().isEmpty() ? unpaired(events) : run.violations().toString();
    }

    private static String unpaired(List<AgentEvent> events) {
        var open = new HashMap<String, String>();
        for (var event : events) {
            if (event.getType().equals(TOOL_EXECUTING)) {
                var call = event.getToolCall();
                if (open.put(call.getToolCallId(), call.getToolName()) != null) {
                    return "announced twice: " + call.getToolCallId();
                }
            } else if (event.getType().equals(TOOL_COMPLETED)) {
                var result = event.getToolResult();
                if (!result.getToolName().equals(open.get(result.getToolCallId()))) {
                    return "completed without announcement: " + result.getToolCallId();
                }
                open.put(result.getToolCallId(), "(completed)");
            }
        }
        open.values().removeIf("(completed)"::equals);
        return open.isEmpty() ? "" : "never completed: " + open;
    }

    private static String describe(List<AgentEvent> events) {
        return events.stream().map(AgentEvent::getType).toList().toString();
    }
}
