package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.AGENT_COMPLETED;
import static dev.lifeline.schemas.EventTypes.AGENT_STARTED;
import static dev.lifeline.schemas.EventTypes.TOOL_COMPLETED;
import static dev.lifeline.schemas.EventTypes.TOOL_EXECUTING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Generated runs, with everything that can go wrong in them, hold the promises P1 to P4; also when
 * their executors die.
 */
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

    @Test
    void runsWhoseExecutorsDieGoOnOrAreLostAndHoldEveryPromiseAllTheSame() {
        var outcomes = new HashMap<String, Integer>();
        int takenOver = 0;
        for (int seed = 0; takenOver < RUNS; seed++) {
            var run = new GeneratedRun(new Random(seed));

            List<AgentEvent> events = run.executeOnMortals(1 + seed % 4);

            assertThat(violation(events, run) + attempts(events))
                    .as("seed %d: %s", seed, describe(events))
                    .isEqualTo("");
            if (events.getLast().getAttempt() > 1) {
                takenOver++;
                outcomes.merge(outcome(events.getLast().getCompleted()), 1, Integer::sum);
            }
        }
        assertThat(outcomes)
                .as("runs that were taken over end in every way")
                .containsKeys(
                        "SUCCEEDED",
                        "FAILED model_error",
                        "FAILED tool_limit",
                        "CANCELLED cancelled_by_user",
                        "TIMED_OUT deadline_exceeded",
                        "LOST executor_lost",
                        "LOST too_many_attempts");
    }

    @Test
    void runsThatAreHandedOverAreNeverGivenUpForThatHoweverOftenItHappens() {
        int mostAttempts = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            var run = new GeneratedRun(new Random(seed));

            List<AgentEvent> events = run.executeOnMovers(8);

            assertThat(violation(events, run) + attempts(events))
                    .as("seed %d: %s", seed, describe(events))
                    .isEqualTo("");
            var last = events.getLast();
            assertThat(outcome(last.getCompleted()))
                    .as("seed %d: %s", seed, describe(events))
                    .isNotEqualTo("LOST too_many_attempts");
            if (last.getCompleted().getOutcome().equals("SUCCEEDED")) {
                mostAttempts = Math.max(mostAttempts, last.getAttempt());
            }
        }
        assertThat(mostAttempts).as("attempts of a run that succeeded").isGreaterThan(4);
    }

    private static String outcome(Completed completed) {
        return completed.getError() == null
                ? completed.getOutcome()
                : completed.getOutcome() + " " + completed.getError().getCode();
    }

    /** The attempt rises by one where another executor's events begin, and nowhere else. */
    private static String attempts(List<AgentEvent> events) {
        for (int i = 1; i < events.size(); i++) {
            var before = events.get(i - 1);
            var event = events.get(i);
            int rise = event.getExecutorId().equals(before.getExecutorId()) ? 0 : 1;
            if (event.getAttempt() != before.getAttempt() + rise) {
                return "attempt %d of %s follows attempt %d of %s"
                        .formatted(
                                event.getAttempt(),
                                event.getExecutorId(),
                                before.getAttempt(),
                                before.getExecutorId());
            }
        }
        return "";
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
        return run.violations().isEmpty()
                ? unpaired(events) + miscounted(events) + wentOnWithoutTool(events)
                : run.violations().toString();
    }

    /** A run ends with a tool that may have run or not: nothing can be built on it. */
    private static String wentOnWithoutTool(List<AgentEvent> events) {
        boolean isToolLost =
                events.stream()
                        .filter(e -> e.getToolResult() != null)
                        .anyMatch(e -> e.getToolResult().getStatus().equals(ToolOutcome.LOST));
        String outcome = events.getLast().getCompleted().getOutcome();
        return isToolLost && !outcome.equals("LOST") ? "a tool is lost, the run " + outcome : "";
    }

    private static String miscounted(List<AgentEvent> events) {
        var usage = events.getLast().getCompleted().getUsage();
        long turns = events.stream().filter(e -> e.getTurn() != null).count();
        long tools = events.stream().filter(e -> e.getToolCall() != null).count();
        return usage.getModelCalls() == turns && usage.getToolCalls() == tools
                ? ""
                : "%d turns and %d tools were counted as %s".formatted(turns, tools, usage);
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
