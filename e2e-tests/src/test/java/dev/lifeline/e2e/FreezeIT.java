package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.drills.Drill;
import dev.lifeline.e2e.drills.Plans;
import dev.lifeline.e2e.drills.Seeds;
import dev.lifeline.e2e.drills.Viewers;
import dev.lifeline.e2e.stack.ExecutorFleet;
import dev.lifeline.e2e.stack.LoneGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An executor that freezes amid its announcements, is taken for dead, and wakes: what it then still
 * writes is shown to nobody, and no tool runs on it.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FreezeIT {

    private static final int DENSE_RUNS = 48;
    private static final int LONG_RUNS = 48;
    private static final int LONGEST_CALL = Seeds.LONG ? 2000 : 800;

    private final Drill drill = Drill.start(2);
    private final LoneGateway gateway = LoneGateway.start(drill.broker());
    private int voids;

    static IntStream seeds() {
        return Seeds.of(1, 10);
    }

    @AfterAll
    void stop() {
        System.out.println("frozen, in sum: " + voids + " void events");
        gateway.close();
        drill.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void what_a_frozen_executor_writes_on_waking_is_void(int seed) {
        var random = new SplittableRandom(seed);
        var prefix = "frozen-" + seed;
        try (var viewers = Viewers.of(gateway, Drill.users(prefix))) {
            // given
            int victim = random.nextInt(2);
            var runs =
                    new ArrayList<>(
                            drill.order(
                                    prefix, LONG_RUNS, () -> Plans.mixed(random, LONGEST_CALL)));
            drill.awaitBegun(runs);
            runs.addAll(drill.order(prefix, DENSE_RUNS, () -> Plans.dense(random)));
            drill.awaitEvents(runs, DENSE_RUNS * (10 + random.nextInt(100)));

            // when
            var frozenAt = Instant.now();
            drill.fleet().freeze(victim);
            awaitTakenOver(ExecutorFleet.id(victim));
            runs.addAll(drill.order(prefix, LONG_RUNS, () -> Plans.mixed(random, LONGEST_CALL)));
            awaitMoment(frozenAt.plus(frozenFor(random)));
            drill.fleet().thaw(victim);

            // then
            drill.fleet().awaitReady();
            drill.awaitEnded(runs);
            drill.requireSound(runs);
            report(seed, runs, Duration.between(frozenAt, Instant.now()));
            viewers.requireShown(drill.log(), runs);
        }
        drill.log().forget();
    }

    /** Longer than the session of the executors' group, which is 6 s. */
    private static Duration frozenFor(RandomGenerator random) {
        return Seeds.LONG
                ? Duration.ofSeconds(20 + random.nextInt(41))
                : Duration.ofSeconds(8 + random.nextInt(4));
    }

    private void awaitTakenOver(String executorId) {
        drill.await(
                executorId + " is taken for dead", () -> drill.log().ownedBy(executorId).isEmpty());
    }

    private void awaitMoment(Instant moment) {
        drill.await("it is " + moment, () -> Instant.now().isAfter(moment));
    }

    private void report(int seed, List<String> runs, Duration time) {
        int now = drill.log().voids().size();
        voids += now;
        System.out.printf(
                "frozen, seed %d: %d runs, %d of them moved, %d lost, %d void events, %d s%n",
                seed, runs.size(), drill.moved(runs), drill.lost(runs), now, time.toSeconds());
        assertThat(drill.moved(runs)).as("runs that moved").isPositive();
    }
}
