package dev.lifeline.gateway.log;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Answers to questions about places of partitions: each is asked once for all who want it at the
 * time, and kept for a minute for who comes next, some thousands at most. It saves questions and
 * decides nothing. Thread-safe.
 */
final class SharedAnswers<A> {

    private static final int MOST_KEPT = 4096;
    private static final long KEPT_FOR = TimeUnit.MINUTES.toNanos(1);

    private final SequencedMap<Question, Asked<A>> asked = new LinkedHashMap<>();
    private final Predicate<A> lasts;
    private final LongSupplier nanos;

    /**
     * @param lasts whether the answer will be the same later on; others are not kept
     */
    SharedAnswers(Predicate<A> lasts, LongSupplier nanos) {
        this.lasts = lasts;
        this.nanos = nanos;
    }

    /**
     * The answer to a question.
     *
     * @param place what it is about: an offset, or a time
     * @param ask asks it
     */
    CompletableFuture<A> of(
            TopicPartition partition, long place, Supplier<CompletableFuture<A>> ask) {
        return join(new Question(partition, place), ask, lasts);
    }

    /** Drops what it knows of a partition whose log was cut back. */
    synchronized void forget(int partition) {
        asked.keySet().removeIf(question -> question.partition().partition() == partition);
    }

    /**
     * Whoever joins others takes only an answer that lasts: they may have asked before the record
     * was written that the caller knows of. The question after that one is young enough for all.
     */
    private CompletableFuture<A> join(
            Question question, Supplier<CompletableFuture<A>> ask, Predicate<A> suffices) {
        var mine = new Asked<>(new CompletableFuture<A>(), nanos.getAsLong());
        var theirs = enter(question, mine);
        if (theirs.equals(mine)) {
            begin(question, mine, ask);
            return mine.answer();
        }
        return theirs.answer()
                .thenCompose(answer ->
                        suffices.test(answer) ? theirs.answer() : join(question, ask, any -> true));
    }

    private void begin(Question question, Asked<A> mine, Supplier<CompletableFuture<A>> ask) {
        var _ =
                CompletableFuture.completedFuture(question)
                        .thenCompose(q -> ask.get())
                        .whenComplete((answer, error) -> {
                            if (error != null) {
                                leave(question, mine);
                                mine.answer().completeExceptionally(error);
                                return;
                            }
                            if (!lasts.test(answer)) {
                                leave(question, mine);
                            }
                            mine.answer().complete(answer);
                        });
    }

    /** The one who has asked: another, or now the caller. */
    private synchronized Asked<A> enter(Question question, Asked<A> mine) {
        var theirs = asked.get(question);
        if (theirs != null && mine.since() - theirs.since() < KEPT_FOR) {
            return theirs;
        }
        asked.putLast(question, mine);
        if (asked.size() > MOST_KEPT) {
            asked.pollFirstEntry();
        }
        return mine;
    }

    private synchronized void leave(Question question, Asked<A> mine) {
        asked.remove(question, mine);
    }

    private record Question(TopicPartition partition, long place) {}

    private record Asked<A>(CompletableFuture<A> answer, long since) {}
}
