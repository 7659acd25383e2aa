package dev.lifeline.monitor.stream;

import static dev.lifeline.monitor.stream.Driven.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lifeline.monitor.fixture.Run;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the order in which a run's events are read, and however often each. */
class OrderTest {

    private final Random random = new Random(6);
    private final Driven log;
    private int runs;

    OrderTest(@TempDir Path stateDir) {
        log = new Driven(stateDir);
    }

    @BeforeEach
    void ownThePartition() {
        log.owner(Run.EXECUTOR, 1);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void everyPermutationAndRepetitionOfARunEndsInTheSameRowWithoutAnAlert() {
        var rows = rowsOfAllOrders(events -> events);
        log.pass(Duration.ofMinutes(5));

        assertThat(rows).hasSize(120);
        assertThat(rows.stream().map(OrderTest::comparable).distinct())
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getState()).isEqualTo("ENDED");
                    assertThat(row.getLastSequence()).isEqualTo(5);
                    assertThat(row.getUsage().getToolCalls()).isEqualTo(1);
                });
        assertThat(log.alerts()).isEmpty();
    }

    @Test
    void whateverIsMissingIsMissedInEveryOrder() {
        var rows = rowsOfAllOrders(events -> without(events, 2));
        log.pass(Duration.ofSeconds(6));

        assertThat(rows).hasSize(24);
        assertThat(log.alerts())
                .hasSameSizeAs(rows)
                .extracting(Alert::getKind, Alert::getState)
                .containsOnly(tuple("sequence_hole", "FIRING"));
    }

    @Test
    void aBeginningThatIsMissingIsMissedInEveryOrder() {
        var rows = rowsOfAllOrders(events -> without(events, 0));
        log.pass(Duration.ofSeconds(6));

        assertThat(log.alerts())
                .hasSameSizeAs(rows)
                .extracting(Alert::getKind, Alert::getState)
                .containsOnly(tuple("completed_without_start", "FIRING"));
    }

    /** Reads one run in each order, each event up to three times; the last row of each. */
    private List<RunStatus> rowsOfAllOrders(UnaryOperator<List<AgentEvent>> choice) {
        var rows = new ArrayList<RunStatus>();
        var count = choice.apply(events(run())).size();
        for (var order : permutations(count)) {
            var events = choice.apply(events(run()));
            repeated(order).forEach(i -> log.event(events.get(i)));
            rows.add(log.rows().getLast());
        }
        return rows;
    }

    /** Each place at least once, and in this order first. */
    private List<Integer> repeated(List<Integer> order) {
        var repeated = new ArrayList<Integer>();
        for (int i = 0; i < order.size(); i++) {
            repeated.add(order.get(i));
            if (random.nextBoolean()) {
                repeated.add(order.get(random.nextInt(i + 1)));
            }
        }
        return repeated;
    }

    private Run run() {
        return Run.of("researcher", "alice", T0, ++runs);
    }

    private static List<AgentEvent> events(Run run) {
        return List.of(
                run.started(1, T0.plusSeconds(1), T0.plusSeconds(600)),
                run.thinking(2, T0.plusSeconds(2)),
                run.toolExecuting(3, T0.plusSeconds(3), "call_1"),
                run.toolCompleted(4, T0.plusSeconds(4), "call_1"),
                run.completed(5, T0.plusSeconds(5), "SUCCEEDED"));
    }

    private static List<AgentEvent> without(List<AgentEvent> events, int place) {
        var rest = new ArrayList<>(events);
        rest.remove(place);
        return rest;
    }

    private static List<List<Integer>> permutations(int count) {
        if (count == 0) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<Integer>>();
        for (var shorter : permutations(count - 1)) {
            for (int place = 0; place < count; place++) {
                var longer = new ArrayList<>(shorter);
                longer.add(place, count - 1);
                all.add(longer);
            }
        }
        return all;
    }

    /** Without what differs from run to run, or is the place where an event happened to stand. */
    private static RunStatus comparable(RunStatus row) {
        var same = RunStatus.newBuilder(row).build();
        same.setRunId("");
        same.setThreadId("");
        same.setFirstOffset(null);
        same.setLastOffset(null);
        return same;
    }
}
