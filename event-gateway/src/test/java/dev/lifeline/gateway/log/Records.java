package dev.lifeline.gateway.log;

import dev.lifeline.gateway.testing.RunScript;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.OwnerControl;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** Records as a consumer would have fetched them, and what reads them. */
final class Records {

    /** When orders of the time 0 are no longer gathered, and have not waited for long. */
    static final long LATER = TimeUnit.MILLISECONDS.toNanos(500);

    static final EventDecoder DECODER = new EventDecoder(new Codec());

    private static final Codec CODEC = new Codec();

    private Records() {}

    /** An event of the user's that an owner wrote. */
    static ConsumerRecord<byte[], byte[]> event(
            long offset, UserKey user, String executor, long epoch) {
        var event = RunScript.of(user, executor, epoch).delta(offset + 2, "word ");
        return record(offset, user.bytes(), CODEC.encode(event), Headers.of(event));
    }

    /** A control record of an owner's. */
    static ConsumerRecord<byte[], byte[]> control(
            long offset, String kind, String executor, long epoch) {
        var control =
                OwnerControl.newBuilder()
                        .setExecutorId(executor)
                        .setOwnerEpoch(epoch)
                        .setOpenRuns(0)
                        .build();
        return record(offset, null, CODEC.encode(control), Headers.control(kind));
    }

    static Bytes key(UserKey user) {
        return Bytes.wrap(user.bytes());
    }

    static Position at(long offset) {
        return new Position(offset, new OwnershipRule(1));
    }

    static Order order(int partition, long offset) {
        return order(partition, offset, 0);
    }

    static Order order(int partition, long offset, long orderedAt) {
        return new Order(
                partition,
                at(offset),
                Long.MAX_VALUE,
                key(new UserKey("default", "alice")),
                orderedAt,
                new CompletableFuture<>());
    }

    private static ConsumerRecord<byte[], byte[]> record(
            long offset, byte @Nullable [] key, byte[] value, Iterable<Header> headers) {
        return new ConsumerRecord<>(
                Topics.EVENTS,
                0,
                offset,
                0L,
                TimestampType.LOG_APPEND_TIME,
                key == null ? -1 : key.length,
                value.length,
                key,
                value,
                new RecordHeaders(headers),
                Optional.empty());
    }
}
