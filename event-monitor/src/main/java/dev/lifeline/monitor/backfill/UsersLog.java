package dev.lifeline.monitor.backfill;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What several topics say of the same users, in the order in which the brokers wrote it: by time,
 * and of one millisecond by topic. The same log comes in the same order, however it is fetched.
 */
final class UsersLog implements AutoCloseable {

    private final List<LogPart> parts;

    /**
     * @param parts what comes first of one millisecond stands first
     */
    UsersLog(List<LogPart> parts) {
        this.parts = List.copyOf(parts);
    }

    /** The next record; null at the end. */
    @Nullable ConsumerRecord<byte[], byte[]> next() {
        LogPart earliest = null;
        ConsumerRecord<byte[], byte[]> next = null;
        for (var part : parts) {
            var candidate = part.peek();
            if (candidate != null && (next == null || candidate.timestamp() < next.timestamp())) {
                earliest = part;
                next = candidate;
            }
        }
        if (earliest != null) {
            earliest.skip();
        }
        return next;
    }

    @Override
    public void close() {
        parts.forEach(LogPart::close);
    }
}
