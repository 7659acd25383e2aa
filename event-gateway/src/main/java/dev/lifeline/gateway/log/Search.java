package dev.lifeline.gateway.log;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Somebody's wish for the first record about a subject, in a part of a partition, that satisfies a
 * condition.
 *
 * @param found done as soon as it is known
 */
record Search(
        TopicPartition partition,
        long from,
        long until,
        String subject,
        Predicate<ConsumerRecord<byte[], byte[]>> condition,
        CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> found) {

    boolean overlaps(Search other) {
        return from < other.until && other.from < until;
    }

    boolean isOpen() {
        return !found.isDone();
    }

    /** Looks at a record about its subject; what others have read for themselves is not its own. */
    void meet(ConsumerRecord<byte[], byte[]> record) {
        if (from <= record.offset() && record.offset() < until && condition.test(record)) {
            found.complete(Optional.of(record));
        }
    }

    /** Everything before that offset has been met. */
    void passed(long offset) {
        if (until <= offset) {
            found.complete(Optional.empty());
        }
    }

    void fail(RuntimeException reason) {
        found.completeExceptionally(reason);
    }
}
