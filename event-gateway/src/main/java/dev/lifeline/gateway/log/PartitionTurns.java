package dev.lifeline.gateway.log;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time for each partition, the partitions in turn: one in trouble holds up one
 * thread, and its own. What is too much is refused. Thread-safe.
 */
final class PartitionTurns {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionTurns.class);
    private static final int MOST_WAITING = 4096;

    private final Executor threads;
    private final Map<TopicPartition, Queue<Runnable>> lanes = new LinkedHashMap<>();
    private final Set<TopicPartition> busy = new HashSet<>();
    private int waiting;

    PartitionTurns(Executor threads) {
        this.threads = threads;
    }

    /**
     * Has the task run when it is its turn.
     *
     * @throws LogUnavailableException if too many wait
     */
    void execute(TopicPartition partition, Runnable task) {
        synchronized (this) {
            if (waiting >= MOST_WAITING) {
                throw new LogUnavailableException("too many look-ups wait for the log");
            }
            waiting++;
            lanes.computeIfAbsent(partition, p -> new ArrayDeque<>()).add(task);
        }
        threads.execute(this::runNext);
    }

    private void runNext() {
        var turn = take();
        if (turn == null) {
            // All that wait do so for a partition at work, which sees to them afterwards.
            return;
        }
        try {
            turn.task.run();
        } finally {
            if (isAnotherLeft(turn.partition)) {
                goOn();
            }
        }
    }

    private void goOn() {
        try {
            threads.execute(this::runNext);
        } catch (RejectedExecutionException e) {
            // The gateway ends, and whoever waits goes with it.
            LOG.debug("look-ups end: {}", e.getMessage());
        }
    }

    private synchronized @Nullable Turn take() {
        var free = lanes.keySet().stream().filter(p -> !busy.contains(p)).findFirst();
        return free.map(this::takeFrom).orElse(null);
    }

    private Turn takeFrom(TopicPartition partition) {
        var queue = lanes.remove(partition);
        if (queue == null) {
            throw new IllegalStateException("nothing waits for " + partition);
        }
        var task = queue.remove();
        if (!queue.isEmpty()) {
            lanes.put(partition, queue);
        }
        busy.add(partition);
        waiting--;
        return new Turn(partition, task);
    }

    private synchronized boolean isAnotherLeft(TopicPartition partition) {
        busy.remove(partition);
        return lanes.containsKey(partition);
    }

    private record Turn(TopicPartition partition, Runnable task) {}
}
