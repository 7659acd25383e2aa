package dev.lifeline.monitor.query;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.monitor.stream.RunStores;
import dev.lifeline.monitor.table.Tables;
import dev.lifeline.schemas.JsonRendition;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers for the partitions of this instance, asking nobody else. */
@Singleton
public final class LocalRuns {

    /** A question that matches little goes on with the next page, and never takes long. */
    private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunStores stores;
    private final Tables tables;
    private final JsonRendition rendition;

    LocalRuns(RunStores stores, Tables tables, JsonRendition rendition) {
        this.stores = stores;
        this.tables = tables;
        this.rendition = rendition;
    }

    /** A page of one run at most, since its id does not say which partition it is in. */
    public RunPage find(String runId) {
        var found = stores.find(runId);
        var runs = found.values().stream().flatMap(Optional::stream).map(this::row).toList();
        return new RunPage(runs, null, found.keySet());
    }

    public RunPage page(RunQuery query) {
        return query.state() == RunState.STUCK ? stuck(query) : scan(query);
    }

    private RunPage scan(RunQuery query) {
        long stop = System.nanoTime() + LOOK_NANOS;
        var found = new ArrayList<RunRow>();
        try (var runs = stores.newestFirst(query.before())) {
            String last = null;
            for (var run = runs.next(); run != null; run = runs.next()) {
                last = run.status().getRunId();
                if (query.matches(run.status())) {
                    found.add(row(run));
                }
                if (found.size() == query.limit() || System.nanoTime() - stop > 0) {
                    break;
                }
            }
            return new RunPage(found, runs.hasNext() ? last : null, runs.partitions());
        }
    }

    /** Found by their alerts, which are few, instead of among all runs. */
    private RunPage stuck(RunQuery query) {
        long stop = System.nanoTime() + LOOK_NANOS;
        var found = new ArrayList<RunRow>();
        var partitions = new HashSet<>(stores.find("").keySet());
        var candidates = candidates(query);
        for (var runId : candidates) {
            var answers = stores.find(runId);
            partitions.retainAll(answers.keySet());
            answers.values().stream()
                    .flatMap(Optional::stream)
                    .filter(run -> query.matches(run.status()))
                    .map(this::row)
                    .forEach(found::add);
            if (found.size() == query.limit() || System.nanoTime() - stop > 0) {
                return new RunPage(found, rest(candidates, runId), partitions);
            }
        }
        return new RunPage(found, null, partitions);
    }

    private static @Nullable String rest(List<String> candidates, String last) {
        return candidates.getLast().equals(last) ? null : last;
    }

    private List<String> candidates(RunQuery query) {
        return tables
                .firingRuns(alert -> query.accepts(alert.getAgent(), alert.getTenantId()))
                .stream()
                .filter(query::accepts)
                .toList();
    }

    private RunRow row(TrackedRun run) {
        try {
            return RunRow.of(JSON.readTree(rendition.render(run.status())));
        } catch (IOException e) {
            throw new UncheckedIOException("reading what was just written", e);
        }
    }
}
