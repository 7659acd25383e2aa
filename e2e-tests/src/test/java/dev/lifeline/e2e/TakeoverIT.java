package dev.lifeline.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.client.Json;
import dev.lifeline.e2e.kafka.Log;
import dev.lifeline.e2e.kafka.RunLog;
import dev.lifeline.e2e.kafka.RunLog.Logged;
import dev.lifeline.e2e.stack.Broker;
import dev.lifeline.e2e.stack.ExecutorFleet;
import dev.lifeline.schemas.JsonRendition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Two executors with runs in flight, one of which goes: what it was at, the other goes on with. */
@TestInstance(Lifecycle.PER_CLASS)
class TakeoverIT {

    private static final int RUNS = Boolean.getBoolean("lifeline.long") ? 500 : 40;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Long enough for all runs to be in flight at once, and no grace to end in. */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "LIFELINE_EXECUTOR_MODEL_SCRIPTED_PACE", "PT0.1S",
                    "LIFELINE_EXECUTOR_SHUTDOWN_GRACE", "PT0.5S");

    private final Broker broker = Broker.process();
    private final RunLog log = new RunLog(new Log(broker.bootstrapServers()));
    private final JsonRendition rendition = new JsonRendition();

    @AfterAll
    void stop() {
        broker.close();
    }

    @Test
    void the_runs_of_an_executor_that_is_killed_go_on_and_succeed() {
        requireGoingOn("killed", ExecutorFleet::kill);
    }

    @Test
    void the_runs_of_an_executor_that_is_told_to_stop_are_handed_over() {
        requireGoingOn("stopped", ExecutorFleet::stop);
    }

    private void requireGoingOn(String name, ObjIntConsumer<ExecutorFleet> end) {
        try (var fleet = ExecutorFleet.start(broker, 2, SETTINGS)) {
            // given
            for (int i = 0; i < RUNS; i++) {
                log.start("%s-%d".formatted(name, i), "researcher", "How do lighthouses work?");
            }
            await("all runs are at work").atMost(LIMIT).until(() -> runs(name).size() == RUNS);

            // when
            var gone = Instant.now();
            end.accept(fleet, 0);

            // then
            await("all runs have ended")
                    .atMost(LIMIT)
                    .until(() -> runs(name).stream().allMatch(TakeoverIT::hasEnded));
            assertThat(runs(name)).allSatisfy(this::requireSucceeded);
            assertThat(runs(name)).as("runs that were in flight").anyMatch(TakeoverIT::isTakenOver);
            report(name, gone);
        }
    }

    private List<List<Logged>> runs(String name) {
        return log.runs().values().stream()
                .filter(run -> run.getFirst().event().getUserId().startsWith(name))
                .toList();
    }

    private void requireSucceeded(List<Logged> run) {
        var whole =
                new CompleteRun(
                        run.stream()
                                .map(logged -> rendition.render(logged.event()))
                                .map(json -> Json.parse(new String(json, UTF_8)))
                                .toList());
        assertThat(whole.outcome()).as(whole.runId()).isEqualTo("SUCCEEDED");
        assertThat(run)
                .extracting(logged -> logged.event().getAttempt())
                .isSorted()
                .last()
                .isIn(1, 2);
    }

    /** For people: speed is shown, not asserted. */
    private void report(String name, Instant gone) {
        var waits =
                runs(name).stream()
                        .filter(TakeoverIT::isTakenOver)
                        .map(run ->
                                run.stream()
                                        .filter(logged -> logged.event().getAttempt() > 1)
                                        .findFirst()
                                        .orElseThrow())
                        .map(first -> Duration.between(gone, first.at()))
                        .sorted(Comparator.naturalOrder())
                        .toList();
        System.out.printf(
                "executor %s: %d of %d runs taken over, the last after %d ms%n",
                name, waits.size(), RUNS, waits.getLast().toMillis());
    }

    private static boolean hasEnded(List<Logged> run) {
        return run.getLast().event().getType().equals("agent_completed");
    }

    private static boolean isTakenOver(List<Logged> run) {
        return run.getLast().event().getAttempt() > 1;
    }
}
