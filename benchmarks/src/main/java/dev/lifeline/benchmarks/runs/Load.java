package dev.lifeline.benchmarks.runs;

import java.time.Duration;
import java.util.Map;

/**
 * How many runs, and how they come.
 *
 * @param warmUps runs that come first and are not measured: a new JVM compiles more than it works
 * @param runs all open at the same time
 * @param rampUp time over which they are ordered, at a steady rate
 * @param window time to measure in while all are open
 * @param pace between two words of the scripted model, which make a run's duration
 * @param deltaInterval after which what the model said is written, which makes the rate of events
 */
record Load(
        int warmUps,
        int runs,
        Duration rampUp,
        Duration window,
        Duration pace,
        Duration deltaInterval) {

    static final String AGENT = "researcher";

    /** Three turns of about ninety words and two tools. */
    static final String INPUT = "How far away is the horizon from a lighthouse?";

    /** Ten thousand runs of half a minute. */
    static Load full() {
        return new Load(
                2_000,
                10_000,
                Duration.ofSeconds(15),
                Duration.ofSeconds(8),
                Duration.ofMillis(310),
                Duration.ofSeconds(2));
    }

    /** Five hundred of five seconds. */
    static Load quick() {
        return new Load(
                200,
                500,
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Duration.ofMillis(50),
                Duration.ofMillis(400));
    }

    int allRuns() {
        return warmUps + runs;
    }

    Map<String, String> executorSettings() {
        return Map.of(
                "LIFELINE_EXECUTOR_MAX_RUNS",
                Integer.toString(runs),
                "LIFELINE_EXECUTOR_MODEL_SCRIPTED_PACE",
                pace.toString(),
                "LIFELINE_EXECUTOR_DELTA_INTERVAL",
                deltaInterval.toString());
    }
}
