package dev.lifeline.monitor.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Which run must be looked at when: entries ordered by time, found without reading the others. */
final class DeadlineIndex {

    private static final byte[] NOTHING = {};

    private final KeyValueStore<Bytes, byte[]> store;

    DeadlineIndex(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    void add(Instant due, String runId) {
        store.put(key(millis(due), runId), NOTHING);
    }

    void remove(Instant due, String runId) {
        store.delete(key(millis(due), runId));
    }

    /**
     * The first entries that are due, at most that many, from a time before which there are none.
     */
    List<Entry> due(Instant from, Instant now, int most) {
        var due = new ArrayList<Entry>();
        try (var entries = store.range(key(millis(from), ""), key(now.toEpochMilli() + 1, ""))) {
            while (entries.hasNext() && due.size() < most) {
                due.add(entry(entries.next().key));
            }
        }
        return due;
    }

    /** The index' resolution is a millisecond; rounding up, it never fires before the time. */
    static Instant rounded(Instant due) {
        return Instant.ofEpochMilli(millis(due));
    }

    private static long millis(Instant due) {
        long floor = due.toEpochMilli();
        return Math.max(0, Instant.ofEpochMilli(floor).isBefore(due) ? floor + 1 : floor);
    }

    private static Bytes key(long millis, String runId) {
        var id = runId.getBytes(US_ASCII);
        var key = ByteBuffer.allocate(Long.BYTES + id.length).putLong(millis).put(id);
        return Bytes.wrap(key.array());
    }

    private static Entry entry(Bytes key) {
        var bytes = ByteBuffer.wrap(key.get());
        var due = Instant.ofEpochMilli(bytes.getLong());
        var id = new byte[bytes.remaining()];
        bytes.get(id);
        return new Entry(due, new String(id, US_ASCII));
    }

    /** A run, and when it must be looked at. */
    record Entry(Instant due, String runId) {}
}
