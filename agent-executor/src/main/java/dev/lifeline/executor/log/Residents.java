package dev.lifeline.executor.log;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.avro.AgentEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The runs of an owned partition, and who may still write there when it is given away. Thread-safe.
 *
 * <pre>
 *   OPEN ──leave──► LEAVING ──close──► CLOSED
 *     └───────────────close──────────────▲
 * </pre>
 *
 * While it is open, all may write. While it is being left, only runs with a hold may, and only the
 * results of their tools: whatever else they would do, the next owner does.
 */
final class Residents {

    private enum Phase {
        OPEN,
        LEAVING,
        CLOSED
    }

    private final Map<String, Runnable> runs = new HashMap<>();
    private final Map<String, Integer> holds = new HashMap<>();
    private final CompletableFuture<Void> free = new CompletableFuture<>();
    private volatile Phase phase = Phase.OPEN;

    /**
     * Adds a run.
     *
     * @param leave tells it that it is another executor's; called at once if it is already
     */
    void add(String runId, Runnable leave) {
        if (!addIfOpen(runId, leave)) {
            leave.run();
        }
    }

    private synchronized boolean addIfOpen(String runId, Runnable leave) {
        if (phase == Phase.OPEN) {
            runs.put(runId, leave);
        }
        return phase == Phase.OPEN;
    }

    /** The run has ended. */
    synchronized void remove(String runId) {
        runs.remove(runId);
    }

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    boolean admits(AgentEvent event) {
        return phase == Phase.OPEN || admitsLate(event);
    }

    private synchronized boolean admitsLate(AgentEvent event) {
        return phase == Phase.LEAVING
                && event.getType().equals(EventTypes.TOOL_COMPLETED)
                && holds.containsKey(event.getRunId());
    }

    /**
     * Holds the partition for a run.
     *
     * @return null if it is too late for that
     */
    synchronized @Nullable Hold hold(String runId) {
        if (phase != Phase.OPEN) {
            return null;
        }
        holds.merge(runId, 1, Integer::sum);
        return () -> release(runId);
    }

    private synchronized void release(String runId) {
        holds.computeIfPresent(runId, (id, count) -> count == 1 ? null : count - 1);
        if (holds.isEmpty() && phase != Phase.OPEN) {
            free.complete(null);
        }
    }

    /**
     * Tells every run to leave that does not hold the partition.
     *
     * @return completes when none holds it any more
     */
    CompletableFuture<Void> leave() {
        told(Phase.LEAVING).forEach(Runnable::run);
        return free;
    }

    /** Tells the others too. */
    void close() {
        told(Phase.CLOSED).forEach(Runnable::run);
    }

    private synchronized List<Runnable> told(Phase next) {
        if (phase == Phase.CLOSED) {
            return List.of();
        }
        phase = next;
        if (phase == Phase.CLOSED || holds.isEmpty()) {
            free.complete(null);
        }
        var told =
                runs.entrySet().stream()
                        .filter(run -> next == Phase.CLOSED || !holds.containsKey(run.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
        runs.keySet().retainAll(next == Phase.CLOSED ? Set.of() : holds.keySet());
        return told;
    }
}
