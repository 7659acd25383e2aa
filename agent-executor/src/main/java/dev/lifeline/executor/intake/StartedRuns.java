package dev.lifeline.executor.intake;

import dev.lifeline.schemas.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The runs of one partition that have been started, so that a repeated command starts nothing.
 * Bounded by the log's own time: a command lies within minutes of the time in its run id.
 * Thread-safe.
 */
final class StartedRuns {

    /** Repeats of a command lie at most this far apart, clock skew included. */
    private static final Duration REPEATS_WITHIN = Duration.ofMinutes(20);

    private static final int CLEAN_ABOVE = 1_000;

    private final Set<String> runIds;
    private int cleanAbove = CLEAN_ABOVE;

    StartedRuns(Collection<String> runIds) {
        this.runIds = new HashSet<>(runIds);
    }

    /** Adds a run that begins, by a command or not. */
    synchronized void begun(String runId) {
        runIds.add(runId);
    }

    /**
     * Adds a run for a command.
     *
     * @param at when the command was written, by the log
     * @return whether this is the run's first command
     */
    synchronized boolean add(String runId, Instant at) {
        if (runIds.size() > cleanAbove) {
            runIds.removeIf(id -> new RunId(id).time().isBefore(at.minus(REPEATS_WITHIN)));
            cleanAbove = Math.max(CLEAN_ABOVE, 2 * runIds.size());
        }
        return runIds.add(runId);
    }
}
