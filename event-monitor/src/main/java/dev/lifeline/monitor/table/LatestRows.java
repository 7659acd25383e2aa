package dev.lifeline.monitor.table;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The latest row of each key of a compacted topic. Finished rows leave after their retention, and
 * before it, the longest finished first, when there are too many. One writer, any readers.
 */
final class LatestRows<T> {

    private final Map<String, Row<T>> rows = new ConcurrentHashMap<>();
    private final Deque<Finished> finished = new ArrayDeque<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final Duration retention;
    private final int maxFinished;

    LatestRows(Duration retention, int maxFinished) {
        this.retention = retention;
        this.maxFinished = maxFinished;
    }

    /** Takes a row in; finished at that time, or not if null. */
    void put(String key, T value, @Nullable Instant finishedAt) {
        var row = new Row<>(value, finishedAt);
        count(rows.put(key, row), -1);
        count(row, 1);
        if (finishedAt != null) {
            finished.add(new Finished(key, finishedAt));
        }
        while (finished.size() > maxFinished) {
            drop(finished.remove());
        }
    }

    void remove(String key) {
        count(rows.remove(key), -1);
    }

    /** Drops what has been finished for longer than the retention. */
    void expire(Instant now) {
        while (!finished.isEmpty() && finished.peek().at().isBefore(now.minus(retention))) {
            drop(finished.remove());
        }
    }

    @Nullable T find(String key) {
        var row = rows.get(key);
        return row == null ? null : row.value();
    }

    List<T> all() {
        return rows.values().stream().map(Row::value).toList();
    }

    int unfinished() {
        return unfinished.get();
    }

    private void drop(Finished oldest) {
        var row = rows.get(oldest.key());
        if (row != null && oldest.at().equals(row.finishedAt())) {
            rows.remove(oldest.key());
        }
    }

    private void count(@Nullable Row<T> row, int by) {
        if (row != null && row.finishedAt() == null) {
            unfinished.addAndGet(by);
        }
    }

    private record Row<T>(T value, @Nullable Instant finishedAt) {}

    private record Finished(String key, Instant at) {}
}
