package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.drills.Drill;
import dev.lifeline.e2e.drills.Plans;
import dev.lifeline.e2e.kafka.Orders;
import dev.lifeline.e2e.stack.ExecutorFleet;
import dev.lifeline.schemas.avro.StartRun;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The same commands over and over, also while another executor joins: each starts one run. */
class RepeatedCommandIT {

    private static final int RUNS = 36;

    /** Of a tool, in ms: runs are to be at work when the newcomer has come so far. */
    private static final int LONGEST_CALL = 2000;

    private static final int TIMES_BEFORE = 3;
    private static final int TIMES_AFTER = 7;

    @Test
    void a_command_that_is_sent_again_across_a_rebalance_starts_no_second_run() {
        try (var drill = Drill.start(1)) {
            // given
            var random = new SplittableRandom(1);
            var commands =
                    IntStream.range(0, RUNS)
                            .mapToObj(i -> command(i, Plans.mixed(random, LONGEST_CALL)))
                            .toList();
            send(drill, commands, TIMES_BEFORE);

            // when
            drill.fleet().add();
            int during = sendUntilItHasPartitions(drill, commands, ExecutorFleet.id(1));
            send(drill, commands, TIMES_AFTER);
            var behind = drill.order("again", RUNS, () -> "look:0");

            // then
            var runs = commands.stream().map(StartRun::getRunId).toList();
            drill.awaitEnded(runs);
            drill.awaitEnded(behind);
            drill.requireSound(runs);
            System.out.printf(
                    "%d commands, each sent %d times, %d of them during a rebalance:"
                            + " %d runs, %d moved%n",
                    RUNS,
                    TIMES_BEFORE + during + TIMES_AFTER,
                    during,
                    drill.log().runs().size() - behind.size(),
                    drill.moved(runs));
            assertThat(drill.log().runs()).containsAll(runs).hasSize(runs.size() + behind.size());
            assertThat(drill.moved(runs)).as("runs that moved").isPositive();
            assertThat(drill.lost(runs)).as("lost runs").isZero();
        }
    }

    private static StartRun command(int number, String plan) {
        return Orders.newRun(Drill.user("again", number), Drill.AGENT, plan);
    }

    private static void send(Drill drill, List<StartRun> commands, int times) {
        for (int i = 0; i < times; i++) {
            commands.forEach(drill.orders()::send);
        }
    }

    /** Once between two signs of life at the most; how many times. */
    private static int sendUntilItHasPartitions(
            Drill drill, List<StartRun> commands, String newcomer) {
        int times = 0;
        for (; drill.log().readOn().ownedBy(newcomer).isEmpty(); times++) {
            int before = drill.log().records();
            send(drill, commands, 1);
            drill.await("the log goes on", () -> drill.log().records() > before);
        }
        return times;
    }
}
