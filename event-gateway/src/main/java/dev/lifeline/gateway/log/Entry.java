package dev.lifeline.gateway.log;

import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A user's record, with what the ownership rule knew where it stands. Decoded and rendered when
 * somebody looks at it, and then once for all who do.
 */
public final class Entry {

    private static final int OVERHEAD_BYTES = 512;

    private final ConsumerRecord<byte[], byte[]> record;
    private final Bytes key;
    private final OwnershipRule rule;
    private final EventDecoder decoder;
    private volatile EventDecoder.@Nullable Judged judged;

    Entry(ConsumerRecord<byte[], byte[]> record, OwnershipRule rule, EventDecoder decoder) {
        this.record = record;
        this.key = Bytes.wrap(record.key());
        this.rule = rule;
        this.decoder = decoder;
    }

    public long offset() {
        return record.offset();
    }

    /** The place behind this record. */
    public Position after() {
        return new Position(record.offset() + 1, judged().after());
    }

    /** The run it says it belongs to, without decoding it; null where the header is missing. */
    public @Nullable String subject() {
        return Headers.text(record.headers(), Headers.SUBJECT);
    }

    /** What it is. */
    public Reading reading() {
        return judged().reading();
    }

    /** The place behind it, for who need not know what it is. */
    public Position behind() {
        return new Position(record.offset() + 1, rule);
    }

    private EventDecoder.Judged judged() {
        var known = judged;
        if (known == null) {
            known = decoder.judge(record, rule);
            judged = known;
        }
        return known;
    }

    Bytes key() {
        return key;
    }

    /** About what it occupies in memory once it has been read. */
    int bytes() {
        return OVERHEAD_BYTES + 3 * Math.max(0, record.serializedValueSize());
    }
}
