package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.drills.Drill;
import dev.lifeline.e2e.drills.Plans;
import dev.lifeline.e2e.drills.Seeds;
import dev.lifeline.e2e.drills.TakenOver;
import dev.lifeline.e2e.stack.ExecutorFleet;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two executors with runs in flight, one of which is killed: every run ends once, on the other. */
@TestInstance(Lifecycle.PER_CLASS)
class TakeoverIT {

    private static final int RUNS = Seeds.LONG ? 500 : 60;
    private static final int LONGEST_CALL = Seeds.LONG ? 2000 : 800;

    /** What the design promises; held where the machine has nothing else to do. */
    private static final Duration PROMISE = Duration.ofSeconds(15);

    private final Drill drill = Drill.start(2);
    private final List<TakenOver> all = new ArrayList<>();

    static IntStream seeds() {
        return Seeds.of(1, 20);
    }

    @AfterAll
    void stop() {
        System.out.println("killed, in sum: " + TakenOver.sum(all));
        drill.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void every_run_of_a_killed_executor_ends_exactly_once(int seed) {
        // given
        drill.fleet().restartKilled();
        var random = new SplittableRandom(seed);
        int victim = random.nextInt(2);
        var runs = drill.order("killed-" + seed, RUNS, () -> Plans.mixed(random, LONGEST_CALL));
        drill.awaitBegun(runs);
        drill.awaitEvents(runs, RUNS * (5 + random.nextInt(20)));

        // when
        var killedAt = Instant.now();
        drill.fleet().kill(victim);

        // then
        drill.awaitEnded(runs);
        drill.requireSound(runs);
        report(seed, runs, victim, killedAt);
    }

    private void report(int seed, List<String> runs, int victim, Instant killedAt) {
        var histories = runs.stream().map(drill.log()::run).toList();
        var takenOver = TakenOver.from(ExecutorFleet.id(victim), killedAt, histories);
        System.out.printf("killed, seed %d, %d runs: %s%n", seed, RUNS, takenOver);
        all.add(takenOver);
        assertThat(takenOver.takenOver()).as("runs taken over").isPositive();
        if (Seeds.LONG) {
            assertThat(takenOver.last()).as("until the last one goes on").isLessThan(PROMISE);
        }
        drill.log().forget();
    }
}
