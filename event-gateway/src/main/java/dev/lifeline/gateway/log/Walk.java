package dev.lifeline.gateway.log;

import dev.lifeline.schemas.PatientConsumer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One consumer's walk through one partition, from an offset to another. */
final class Walk {

    private final PatientConsumer<byte[]> consumer;
    private final TopicPartition partition;
    private final Duration patience;
    private final long until;
    private long position;
    private long deadline;

    Walk(
            PatientConsumer<byte[]> consumer,
            Duration patience,
            TopicPartition partition,
            long from,
            long until) {
        this.patience = patience;
        this.consumer = consumer;
        this.partition = partition;
        this.until = until;
        this.position = from;
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        postpone();
    }

    boolean goesOn() {
        return position < until;
    }

    long position() {
        return position;
    }

    /** Records before the end, in order, as they come; fails when none come for too long. */
    List<ConsumerRecord<byte[], byte[]>> next() {
        var polled = consumer.poll(Duration.ofMillis(200)).records(partition);
        long reached = consumer.position(partition);
        if (reached > position) {
            postpone();
        } else if (System.nanoTime() - deadline > 0) {
            throw new LogUnavailableException(
                    consumer.held().contains(partition)
                            ? "the schema of a record of %s is still being looked for"
                                    .formatted(partition)
                            : "no answer from the broker of " + partition);
        }
        position = Math.min(reached, until);
        return polled.stream().filter(r -> r.offset() < until).toList();
    }

    private void postpone() {
        deadline = System.nanoTime() + patience.toNanos();
    }
}
