package dev.lifeline.monitor.stream;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store for one reading of a log: nothing is kept of it afterwards. Not thread-safe. */
final class MemoryStore<K extends Comparable<K>, V> implements KeyValueStore<K, V> {

    private final String name;
    private final NavigableMap<K, V> entries = new TreeMap<>();

    MemoryStore(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        // There is nothing to restore.
    }

    @Override
    public void put(K key, @Nullable V value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return entries.putIfAbsent(key, value);
    }

    @Override
    public void putAll(List<KeyValue<K, V>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(K key) {
        return entries.remove(key);
    }

    @Override
    public @Nullable V get(K key) {
        return entries.get(key);
    }

    @Override
    public KeyValueIterator<K, V> range(@Nullable K from, @Nullable K to) {
        var above = from == null ? entries : entries.tailMap(from, true);
        return new Entries<>(to == null ? above : above.headMap(to, true));
    }

    @Override
    public KeyValueIterator<K, V> all() {
        return range(null, null);
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public void flush() {
        // There is nowhere to write to.
    }

    @Override
    public void close() {
        entries.clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** One walk over entries in the order of their keys. */
    private static final class Entries<K, V> implements KeyValueIterator<K, V> {

        private final NavigableMap<K, V> walked;
        private final Iterator<Map.Entry<K, V>> entries;
        private @Nullable K last;

        Entries(NavigableMap<K, V> walked) {
            this.walked = walked;
            this.entries = walked.entrySet().iterator();
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<K, V> next() {
            var entry = entries.next();
            last = entry.getKey();
            return KeyValue.pair(entry.getKey(), entry.getValue());
        }

        @Override
        public K peekNextKey() {
            return last == null ? walked.firstKey() : walked.higherKey(last);
        }

        @Override
        public void close() {
            // It holds nothing.
        }
    }
}
