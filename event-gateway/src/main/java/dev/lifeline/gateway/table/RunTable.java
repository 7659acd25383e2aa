package dev.lifeline.gateway.table;

import dev.lifeline.schemas.UserKey;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one partition's users: of each user those that are open and the newest that have
 * ended, within bounded bytes. When there are too many the oldest give way, ended ones first; so a
 * user with a great many runs costs the others' lists little. Thread-safe.
 */
final class RunTable {

    /** As many as one answer may list. */
    static final int ENDED_PER_USER = 200;

    private final long capacityBytes;
    private final Map<String, Row> rows = new HashMap<>();
    // A run's id begins with the time of its acceptance: the first is the oldest.
    private final Map<RunState, NavigableMap<String, Row>> byState = byState();
    private final Map<UserKey, Map<RunState, NavigableMap<String, Row>>> byUser = new HashMap<>();
    private long bytes;

    RunTable(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Takes a run's row in, in place of the one before it. */
    synchronized void put(Row row) {
        remove(row.runId());
        rows.put(row.runId(), row);
        ofState(row).put(row.runId(), row);
        ofUser(row).put(row.runId(), row);
        bytes += row.bytes();
        if (row.state() == RunState.ENDED && ofUser(row).size() > ENDED_PER_USER) {
            remove(ofUser(row).firstKey());
        }
        while (bytes > capacityBytes) {
            remove(oldest());
        }
    }

    /** Forgets a run. */
    synchronized void remove(String runId) {
        var row = rows.remove(runId);
        if (row == null) {
            return;
        }
        bytes -= row.bytes();
        ofState(row).remove(runId);
        ofUser(row).remove(runId);
        byUser.computeIfPresent(
                row.user(),
                (user, runs) -> runs.values().stream().allMatch(Map::isEmpty) ? null : runs);
    }

    /** The user's row of that run, if there is one. */
    synchronized Optional<Row> row(UserKey user, String runId) {
        return Optional.ofNullable(rows.get(runId)).filter(row -> row.user().equals(user));
    }

    /** The user's rows in that state, or in any if null; newest first. */
    synchronized List<Row> newest(UserKey user, @Nullable RunState state, int limit) {
        return byUser.getOrDefault(user, Map.of()).entrySet().stream()
                .filter(entry -> state == null || entry.getKey() == state)
                .flatMap(entry -> newest(entry.getValue(), limit))
                .sorted((a, b) -> b.runId().compareTo(a.runId()))
                .limit(limit)
                .toList();
    }

    synchronized long bytes() {
        return bytes;
    }

    private static Stream<Row> newest(NavigableMap<String, Row> runs, int limit) {
        return runs.descendingMap().values().stream().limit(limit);
    }

    private String oldest() {
        var ended = byState(RunState.ENDED);
        return ended.isEmpty() ? byState(RunState.OPEN).firstKey() : ended.firstKey();
    }

    private NavigableMap<String, Row> ofState(Row row) {
        return byState(row.state());
    }

    private NavigableMap<String, Row> byState(RunState state) {
        return byState.computeIfAbsent(state, s -> new TreeMap<>());
    }

    private NavigableMap<String, Row> ofUser(Row row) {
        return byUser.computeIfAbsent(row.user(), user -> byState())
                .computeIfAbsent(row.state(), state -> new TreeMap<>());
    }

    private static Map<RunState, NavigableMap<String, Row>> byState() {
        return new EnumMap<>(RunState.class);
    }
}
