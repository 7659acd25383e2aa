package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionTurnsTest {

    private static final TopicPartition ONE = new TopicPartition("agent.events", 1);
    private static final TopicPartition TWO = new TopicPartition("agent.events", 2);

    private final List<String> ran = new ArrayList<>();

    @Test
    void partitionsTakeTurns() {
        Queue<Runnable> pending = new ArrayDeque<>();
        var turns = new PartitionTurns(pending::add);
        turns.execute(ONE, () -> ran.add("1a"));
        turns.execute(ONE, () -> ran.add("1b"));
        turns.execute(ONE, () -> ran.add("1c"));
        turns.execute(TWO, () -> ran.add("2a"));

        while (!pending.isEmpty()) {
            pending.remove().run();
        }

        assertThat(ran).containsExactly("1a", "2a", "1b", "1c");
    }

    @Test
    void aPartitionInTroubleHoldsUpOneThreadOnly() throws InterruptedException {
        var trouble = new CountDownLatch(1);
        var other = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(2)) {
            var turns = new PartitionTurns(threads);
            for (int i = 0; i < 10; i++) {
                turns.execute(ONE, () -> awaitQuietly(trouble));
            }
            turns.execute(TWO, other::countDown);

            assertThat(other.await(60, TimeUnit.SECONDS)).isTrue();
            trouble.countDown();
        }
    }

    @Test
    void aTaskThatFailsDoesNotStopThoseBehindIt() {
        Queue<Runnable> pending = new ArrayDeque<>();
        var turns = new PartitionTurns(pending::add);
        turns.execute(
                ONE,
                () -> {
                    throw new IllegalStateException("broken");
                });
        turns.execute(ONE, () -> ran.add("next"));

        assertThatThrownBy(() -> pending.remove().run()).isInstanceOf(IllegalStateException.class);
        while (!pending.isEmpty()) {
            pending.remove().run();
        }

        assertThat(ran).containsExactly("next");
    }

    @Test
    void whatIsTooMuchIsRefused() {
        var turns = new PartitionTurns(task -> {});
        for (int i = 0; i < 4096; i++) {
            turns.execute(ONE, () -> {});
        }

        assertThatThrownBy(() -> turns.execute(TWO, () -> {}))
                .isInstanceOf(LogUnavailableException.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
