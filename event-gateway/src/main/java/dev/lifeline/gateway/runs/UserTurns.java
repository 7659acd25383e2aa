package dev.lifeline.gateway.runs;

import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.schemas.UserKey;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Has each user look in one place of the log at a time: look-ups of the same minute go together,
 * those of other minutes follow in the order in which they came. So whoever looks in many places
 * waits for himself, and everybody else for one of them. Thread-safe.
 */
final class UserTurns {

    private static final int MOST_WAITING = 256;

    private final Map<UserKey, Line> lines = new HashMap<>();

    /**
     * Begins a look-up when it is its turn; fails at once if too many of the user's wait.
     *
     * @param minute where it looks
     */
    <T> CompletableFuture<T> take(
            UserKey user, Instant minute, Supplier<CompletableFuture<T>> lookup) {
        var begin = new CompletableFuture<Turn>();
        var result = begin.thenCompose(turn -> lookup.get());
        var turn = new Turn(minute, begin);
        var _ = result.whenComplete((found, error) -> leave(user).forEach(Turn::start));
        switch (enter(user, turn)) {
            case BEGINS -> turn.start();
            case WAITS -> {}
            case REFUSED -> {
                return CompletableFuture.failedFuture(Problems.tooManyLookups(MOST_WAITING));
            }
        }
        return result;
    }

    private synchronized Entry enter(UserKey user, Turn turn) {
        return lines.computeIfAbsent(user, u -> new Line()).enter(turn);
    }

    /** Those whose turn it is when one has ended. */
    private synchronized List<Turn> leave(UserKey user) {
        var line = lines.get(user);
        if (line == null) {
            throw new IllegalStateException("nobody of %s had a turn".formatted(user.text()));
        }
        var next = line.leave();
        if (line.running == 0) {
            lines.remove(user);
        }
        return next;
    }

    private enum Entry {
        BEGINS,
        WAITS,
        REFUSED
    }

    private record Turn(Instant minute, CompletableFuture<Turn> begin) {

        void start() {
            begin.complete(this);
        }
    }

    /** The look-ups of one user. */
    private static final class Line {

        private final Queue<Turn> waiting = new ArrayDeque<>();
        private Instant minute = Instant.MIN;
        private int running;

        Entry enter(Turn turn) {
            if (waiting.size() >= MOST_WAITING) {
                return Entry.REFUSED;
            }
            if (running > 0 && !(waiting.isEmpty() && turn.minute.equals(minute))) {
                waiting.add(turn);
                return Entry.WAITS;
            }
            minute = turn.minute;
            running++;
            return Entry.BEGINS;
        }

        List<Turn> leave() {
            running--;
            if (running > 0 || waiting.isEmpty()) {
                return List.of();
            }
            minute = waiting.element().minute;
            var next = waiting.stream().filter(turn -> turn.minute.equals(minute)).toList();
            waiting.removeAll(next);
            running = next.size();
            return next;
        }
    }
}
