package dev.lifeline.gateway.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One partition of the run table while it is followed, and who waits until it is read far enough.
 * Confined to the reader's thread.
 */
final class FollowedTable {

    private final RunTable table;
    private final List<Waiter> waiters = new ArrayList<>();
    private long position;
    private long usedAt;

    FollowedTable(RunTable table, long position) {
        this.table = table;
        this.position = position;
    }

    RunTable table() {
        return table;
    }

    long position() {
        return position;
    }

    /** Hands the table over once it has been read up to that offset. */
    void await(long offset, CompletableFuture<RunTable> answer, long now) {
        usedAt = now;
        waiters.add(new Waiter(offset, answer));
        answerWaiters();
    }

    /** It has been read up to there. */
    void reached(long offset) {
        position = offset;
        answerWaiters();
    }

    boolean isIdleSince(long time) {
        return waiters.isEmpty() && usedAt < time;
    }

    /** Those who wait go with it to a table that is read anew. */
    void handWaitersTo(FollowedTable other) {
        other.usedAt = usedAt;
        other.waiters.addAll(waiters);
        waiters.clear();
    }

    /** Also lets go of who has given up waiting. */
    private void answerWaiters() {
        waiters.stream().filter(w -> w.offset <= position).forEach(w -> w.answer.complete(table));
        waiters.removeIf(w -> w.answer.isDone());
    }

    private record Waiter(long offset, CompletableFuture<RunTable> answer) {}
}
