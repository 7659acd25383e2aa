package dev.lifeline.gateway.log;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The chunks read last, within bounded bytes; those that nobody has asked for the longest give way.
 * It saves reads and decides nothing: what it lacks is read again. Thread-safe.
 */
final class ChunkCache {

    private final long capacityBytes;
    private final Map<Integer, NavigableMap<Long, Chunk>> byPlace = new HashMap<>();
    private final Map<Key, Chunk> byUse = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    ChunkCache(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** The chunk that has what stands at that offset, or says that nothing does. */
    synchronized @Nullable Chunk covering(int partition, long offset) {
        var found = chunks(partition).floorEntry(offset);
        if (found == null || !found.getValue().covers(offset)) {
            return null;
        }
        return byUse.get(Key.of(found.getValue()));
    }

    /** Where the next chunk of the partition begins; the end of all offsets if there is none. */
    synchronized long nextAfter(int partition, long offset) {
        var next = chunks(partition).higherKey(offset);
        return next == null ? Long.MAX_VALUE : next;
    }

    /** Keeps a chunk that overlaps with none that is kept; returns the bytes that are kept then. */
    synchronized long add(Chunk chunk) {
        chunks(chunk.partition()).put(chunk.from(), chunk);
        byUse.put(Key.of(chunk), chunk);
        bytes += chunk.bytes();
        evict();
        return bytes;
    }

    /**
     * Drops what it has of a partition whose log was cut back: other records may stand there now.
     */
    synchronized void forget(int partition) {
        for (var chunk : chunks(partition).values()) {
            byUse.remove(Key.of(chunk));
            bytes -= chunk.bytes();
        }
        chunks(partition).clear();
    }

    synchronized long bytes() {
        return bytes;
    }

    private void evict() {
        var eldest = byUse.values().iterator();
        while (bytes > capacityBytes && eldest.hasNext()) {
            var chunk = eldest.next();
            eldest.remove();
            chunks(chunk.partition()).remove(chunk.from());
            bytes -= chunk.bytes();
        }
    }

    private NavigableMap<Long, Chunk> chunks(int partition) {
        return byPlace.computeIfAbsent(partition, p -> new TreeMap<>());
    }

    private record Key(int partition, long from) {

        static Key of(Chunk chunk) {
            return new Key(chunk.partition(), chunk.from());
        }
    }
}
