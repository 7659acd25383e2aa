package dev.lifeline.gateway.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;

/** A chunk while it is being read; confined to the reader's thread. */
final class ChunkRead {

    private static final int CHUNK_OVERHEAD_BYTES = 512;
    private static final int CONTROL_BYTES = 128;

    private final Place place;
    private final long border;
    private final EventDecoder decoder;
    private final List<Control> controls = new ArrayList<>();
    private final Map<Bytes, List<StoredEvent>> events = new HashMap<>();
    private long position;
    private long fetched;
    private long memory = CHUNK_OVERHEAD_BYTES;
    private long movedAt;

    /**
     * @param border where another chunk begins, which has the rest
     * @param now by the reader's clock, in nanoseconds
     */
    ChunkRead(Place place, long border, EventDecoder decoder, long now) {
        this.place = place;
        this.border = border;
        this.decoder = decoder;
        this.position = place.offset();
        this.movedAt = now;
    }

    Place place() {
        return place;
    }

    boolean hasMoved() {
        return position > place.offset();
    }

    /** For how long nothing has come. */
    long idle(long now) {
        return now - movedAt;
    }

    /** Starts the count of idle time anew, because it was not read on purpose. */
    void excuse(long now) {
        movedAt = now;
    }

    /** Whether all that is asked for, or as much as fits, has been read. */
    boolean isComplete(int bytes) {
        return position >= place.until() || position >= border || fetched >= bytes;
    }

    /**
     * Takes what has come. What lies behind the place where nobody asks for more is kept as well:
     * it has been read.
     *
     * @param next the offset behind it, which may lie further than its last record
     */
    void take(List<ConsumerRecord<byte[], byte[]>> records, long next, long now) {
        for (var record : records) {
            if (record.offset() < border) {
                take(record);
            }
        }
        position = Math.min(next, border);
        movedAt = now;
    }

    Chunk chunk() {
        return new Chunk(place.partition(), place.offset(), position, controls, events, memory);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        fetched += Math.max(0, record.serializedKeySize());
        fetched += Math.max(0, record.serializedValueSize());
        if (EventDecoder.isControl(record)) {
            var control = decoder.control(record);
            if (control != null) {
                controls.add(control);
                memory += CONTROL_BYTES;
            }
        } else if (record.key() != null) {
            var event = new StoredEvent(record, decoder);
            events.computeIfAbsent(event.key(), k -> new ArrayList<>()).add(event);
            memory += event.bytes();
        }
    }
}
