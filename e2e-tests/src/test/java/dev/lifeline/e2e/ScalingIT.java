package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.drills.Drill;
import dev.lifeline.e2e.drills.Load;
import dev.lifeline.e2e.drills.Plans;
import dev.lifeline.e2e.drills.Seeds;
import dev.lifeline.e2e.stack.ExecutorFleet;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** From one executor to three and back while runs come in: nothing is lost, nothing done twice. */
class ScalingIT {

    private static final Duration BETWEEN_RUNS = Duration.ofMillis(Seeds.LONG ? 50 : 200);
    private static final int LONGEST_CALL = 1500;

    @Test
    void no_run_is_lost_or_repeated_while_executors_come_and_go() {
        var random = new SplittableRandom(1);
        try (var drill = Drill.start(1);
                var load =
                        Load.start(
                                drill,
                                "scaled",
                                BETWEEN_RUNS,
                                () -> Plans.mixed(random, LONGEST_CALL))) {
            // given
            drill.await("runs are at work", () -> drill.log().size(load.runs()) > 100);

            // when
            drill.fleet().add();
            drill.fleet().add();
            drill.fleet().awaitReady();
            awaitRunsAtEach(drill, 3);
            drill.fleet().removeLast();
            drill.fleet().removeLast();
            var runs = load.stop();

            // then
            drill.awaitEnded(runs);
            drill.requireSound(runs);
            System.out.printf(
                    "scaled from 1 to 3 and back: %d runs, %d moved, %d lost%n",
                    runs.size(), drill.moved(runs), drill.lost(runs));
            assertThat(drill.lost(runs)).as("lost runs").isZero();
            assertThat(drill.moved(runs)).as("moved runs").isPositive();
        }
    }

    private static void awaitRunsAtEach(Drill drill, int executors) {
        for (int i = 0; i < executors; i++) {
            var id = ExecutorFleet.id(i);
            drill.await(id + " is at work", () -> drill.log().eventsBy(id) > 100);
        }
    }
}
