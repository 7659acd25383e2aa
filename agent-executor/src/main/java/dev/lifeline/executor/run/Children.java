package dev.lifeline.executor.run;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The runs that the tools of one run have started: they are stopped with it, and end before it.
 * Thread-safe.
 */
final class Children {

    private final Map<String, Ticket> byRunId = new HashMap<>();
    private final StopSignal parent;
    private boolean closed;

    Children(StopSignal parent) {
        this.parent = parent;
        var _ = parent.future().thenAccept(this::stop);
    }

    /**
     * The child of that id, at work or ended; if there is none, a new one.
     *
     * @return empty once the parent is about to end
     */
    synchronized Optional<Ticket> findOrAdd(String runId, Supplier<Ticket> newChild) {
        if (closed) {
            return Optional.empty();
        }
        var child = byRunId.computeIfAbsent(runId, id -> newChild.get());
        var stopped = parent.reason();
        if (stopped != null && !isLeft(stopped)) {
            child.stop().stop(stopped);
        }
        return Optional.of(child);
    }

    private synchronized void stop(Ending ending) {
        if (isLeft(ending)) {
            return;
        }
        byRunId.values().forEach(child -> child.stop().stop(ending));
    }

    /** Then each child is told by the partition itself, unless it has something to finish there. */
    private static boolean isLeft(Ending ending) {
        return ending instanceof Ending.Lost;
    }

    /** Ends those for which nobody waits any more; returns when all have ended or were left. */
    void end() {
        var all = close();
        all.forEach(child -> child.stop().stop(new Ending.Lost()));
        all.forEach(child -> child.end().join());
    }

    private synchronized List<Ticket> close() {
        closed = true;
        return List.copyOf(byRunId.values());
    }
}
