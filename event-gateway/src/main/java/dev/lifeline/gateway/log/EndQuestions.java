package dev.lifeline.gateway.log;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks where partitions end, one question at a time for each. All who want to know while one is
 * under way share the next: no answer is older than the wish for it, and however many come, the
 * brokers are asked a few times. Thread-safe.
 */
final class EndQuestions {

    private final Function<Integer, CompletableFuture<Long>> ask;
    private final Set<Integer> underWay = new HashSet<>();
    private final Map<Integer, CompletableFuture<Long>> next = new HashMap<>();

    /**
     * @param ask asks for a partition's end
     */
    EndQuestions(Function<Integer, CompletableFuture<Long>> ask) {
        this.ask = ask;
    }

    /** Where the partition ends at some moment from now on. */
    CompletableFuture<Long> of(int partition) {
        var mine = new CompletableFuture<Long>();
        var shared = join(partition, mine);
        if (shared != null) {
            return shared;
        }
        send(partition, mine);
        return mine;
    }

    /** The question that is shared with others; null if it is to be asked now. */
    private synchronized @Nullable CompletableFuture<Long> join(
            int partition, CompletableFuture<Long> mine) {
        return underWay.add(partition) ? null : next.computeIfAbsent(partition, _ -> mine);
    }

    private void send(int partition, CompletableFuture<Long> answer) {
        var _ =
                CompletableFuture.completedFuture(partition)
                        .thenCompose(ask)
                        .whenComplete((end, error) -> {
                            goOn(partition);
                            if (error == null) {
                                answer.complete(end);
                            } else {
                                answer.completeExceptionally(error);
                            }
                        });
    }

    private void goOn(int partition) {
        var following = following(partition);
        if (following != null) {
            send(partition, following);
        }
    }

    private synchronized @Nullable CompletableFuture<Long> following(int partition) {
        var following = next.remove(partition);
        if (following == null) {
            underWay.remove(partition);
        }
        return following;
    }
}
