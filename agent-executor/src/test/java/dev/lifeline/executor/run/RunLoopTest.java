package dev.lifeline.executor.run;

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
        return run.violations().isEmpty()
                ? Promises.violation(events)
                : run.violations().toString();
    }

    private static String describe(List<AgentEvent> events) {
        return events.stream().map(AgentEvent::getType).toList().toString();
    }
}
