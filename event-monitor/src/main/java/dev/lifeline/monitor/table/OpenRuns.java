package dev.lifeline.monitor.table;

import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.schemas.avro.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of all partitions that have not ended. Each instance holds all of them, so they are held
 * small: names are shared, times are numbers, and everything else is left out. One writer, any
 * readers.
 */
final class OpenRuns {

    private static final long NO_TIME = Long.MIN_VALUE;

    /** Agents and tenants are few; where they are not, theirs are not shared. */
    private static final int MOST_NAMES = 10_000;

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();

    /** Takes a row in, and forgets the run if it has ended. */
    void put(String runId, RunStatus row) {
        if (row.getState().equals(TrackedRun.ENDED)) {
            entries.remove(runId);
        } else {
            entries.put(runId, entry(row));
        }
    }

    void remove(String runId) {
        entries.remove(runId);
    }

    int size() {
        return entries.size();
    }

    Stream<OpenRun> all() {
        return entries.entrySet().stream().map(e -> e.getValue().of(e.getKey()));
    }

    private Entry entry(RunStatus row) {
        return new Entry(
                shared(row.getAgent()),
                shared(row.getTenantId()),
                shared(row.getState()),
                millis(row.getAcceptedAt()),
                millis(row.getStartedAt()),
                millis(row.getDeadline()),
                millis(row.getLastEventAt()),
                row.getPartition(),
                row.getFiring().stream().map(this::shared).toList());
    }

    private String shared(String name) {
        var known = names.get(name);
        if (known != null || names.size() >= MOST_NAMES) {
            return known == null ? name : known;
        }
        names.put(name, name);
        return name;
    }

    private static long millis(@Nullable Instant time) {
        return time == null ? NO_TIME : time.toEpochMilli();
    }

    private static @Nullable Instant time(long millis) {
        return millis == NO_TIME ? null : Instant.ofEpochMilli(millis);
    }

    private record Entry(
            String agent,
            String tenantId,
            String state,
            long acceptedAt,
            long startedAt,
            long deadline,
            long lastEventAt,
            int partition,
            List<String> firing) {

        OpenRun of(String runId) {
            return new OpenRun(
                    runId,
                    agent,
                    tenantId,
                    state,
                    time(acceptedAt),
                    time(startedAt),
                    time(deadline),
                    time(lastEventAt),
                    partition,
                    firing);
        }
    }
}
