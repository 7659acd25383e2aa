package dev.lifeline.gateway.log;

import dev.lifeline.schemas.Headers;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A user's record in memory: decoded and rendered when somebody looks at it, and then once for all
 * who do. Nothing else is kept of what was fetched, because a record's unread headers would hold on
 * to the whole fetch that they came in. Thread-safe.
 */
final class StoredEvent {

    private static final int OVERHEAD_BYTES = 512;

    private final long offset;
    private final Bytes key;
    private final @Nullable String subject;
    private final int valueBytes;
    private final long appendedMillis;
    private final EventDecoder decoder;
    private byte @Nullable [] value;
    private EventDecoder.@Nullable Decoded decoded;

    StoredEvent(ConsumerRecord<byte[], byte[]> record, EventDecoder decoder) {
        this.offset = record.offset();
        this.key = Bytes.wrap(record.key());
        this.subject = Headers.text(record.headers(), Headers.SUBJECT);
        this.value = record.value();
        this.valueBytes = Math.max(0, record.serializedValueSize());
        this.appendedMillis = record.timestamp();
        this.decoder = decoder;
    }

    long offset() {
        return offset;
    }

    Bytes key() {
        return key;
    }

    /** The run it says it belongs to; null where the header is missing. */
    @Nullable String subject() {
        return subject;
    }

    int valueBytes() {
        return valueBytes;
    }

    /** About what it occupies in memory, also once it has been rendered. */
    int bytes() {
        return OVERHEAD_BYTES + 3 * valueBytes;
    }

    /** What it holds. */
    synchronized EventDecoder.Decoded decoded() {
        var known = decoded;
        if (known == null) {
            known = decoder.decode(key, value, Instant.ofEpochMilli(appendedMillis));
            decoded = known;
            value = null;
        }
        return known;
    }
}
