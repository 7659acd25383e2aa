package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.monitor.run.Verdicts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one partition, each with at most one entry in the deadline index. An event rarely
 * touches the index: an entry that stands too early is moved when it fires.
 */
final class RunBook {

    private final KeyValueStore<String, TrackedRun> runs;
    private final DeadlineIndex index;
    private final Verdicts verdicts;

    RunBook(KeyValueStore<String, TrackedRun> runs, DeadlineIndex index, Verdicts verdicts) {
        this.runs = runs;
        this.index = index;
        this.verdicts = verdicts;
    }

    @Nullable TrackedRun find(String runId) {
        return runs.get(runId);
    }

    /** Ids of runs that should be looked at before they will be, by rules that have changed. */
    List<String> indexedTooLate() {
        var late = new ArrayList<String>();
        try (var all = runs.all()) {
            while (all.hasNext()) {
                var run = all.next().value;
                var due = verdicts.nextLook(run, Instant.EPOCH);
                var standing = run.indexedAt();
                if (due != null && (standing == null || due.isBefore(standing))) {
                    late.add(run.status().getRunId());
                }
            }
        }
        return late;
    }

    /**
     * Keeps the run's new state.
     *
     * @param lookedAt until when it has been judged; for a run that has changed, any time before
     * @return the time of its index entry if that was set anew, otherwise null
     */
    @Nullable Instant keep(TrackedRun run, Instant lookedAt) {
        var runId = run.status().getRunId();
        var standing = run.indexedAt();
        var next = verdicts.nextLook(run, lookedAt);
        var due = next == null ? null : DeadlineIndex.rounded(next);
        if (due == null || (standing != null && !standing.isAfter(due))) {
            runs.put(runId, run);
            return null;
        }
        if (standing != null) {
            index.remove(standing, runId);
        }
        index.add(due, runId);
        runs.put(runId, run.indexed(due));
        return due;
    }

    /**
     * Forgets a run, of which nothing is kept but its row in the run table.
     *
     * @param rowUntil when that is to go too
     */
    void forget(String runId, Instant rowUntil) {
        runs.delete(runId);
        index.add(rowUntil, runId);
    }

    /** Takes an entry out of the index. The run it stood for, null if the entry was stray. */
    @Nullable TrackedRun fire(DeadlineIndex.Entry entry) {
        index.remove(entry.due(), entry.runId());
        var run = runs.get(entry.runId());
        return run != null && entry.due().equals(run.indexedAt()) ? run.indexed(null) : null;
    }
}
