package dev.lifeline.monitor.backfill;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** One partition of one topic, from one offset up to another, record by record. */
final class LogPart implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final Consumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final long end;
    private final Queue<ConsumerRecord<byte[], byte[]>> read = new ArrayDeque<>();

    /**
     * @param consumer its own; closed with it
     * @param bounds from where to where
     */
    LogPart(Consumer<byte[], byte[]> consumer, TopicPartition partition, Bounds.Range bounds) {
        this.consumer = consumer;
        this.partition = partition;
        this.end = bounds.until();
        consumer.assign(List.of(partition));
        consumer.seek(partition, bounds.from());
    }

    /** The next record, which stays the next; null at the end. */
    @Nullable ConsumerRecord<byte[], byte[]> peek() {
        while (read.isEmpty() && consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(read::add);
        }
        var next = read.peek();
        return next == null || next.offset() >= end ? null : next;
    }

    void skip() {
        read.remove();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
