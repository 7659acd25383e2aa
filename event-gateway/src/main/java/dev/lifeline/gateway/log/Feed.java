package dev.lifeline.gateway.log;

import dev.lifeline.schemas.OwnershipRule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;

/**
 * One partition followed live: its newest records in a ring of bounded bytes (the oldest give way),
 * findable by user, and who wants to hear of which user's. Thread-safe.
 */
public final class Feed {

    private final int partition;
    private final long capacityBytes;
    private final EventDecoder decoder;
    private final Deque<Entry> ring = new ArrayDeque<>();
    private final Map<Bytes, Deque<Entry>> byKey = new HashMap<>();
    private final Map<Bytes, Interest> interests = new HashMap<>();
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private long ringBytes;
    private long start;
    private Position end;
    private long controls;
    private boolean closed;
    private long usedAt = System.currentTimeMillis();

    Feed(int partition, Position start, long capacityBytes, EventDecoder decoder) {
        this.partition = partition;
        this.capacityBytes = capacityBytes;
        this.decoder = decoder;
        this.start = start.offset();
        this.end = start;
    }

    public int partition() {
        return partition;
    }

    /** This feed, which nobody has asked for: idle from the beginning, until somebody listens. */
    synchronized Feed unasked() {
        usedAt = 0;
        return this;
    }

    /** Where the next record will stand. */
    public synchronized Position end() {
        return end;
    }

    /** How many records of owners' own have come. */
    synchronized long controls() {
        return controls;
    }

    /** The first offset from which on this feed still has all of that user's records. */
    public synchronized long completeFrom(Bytes key) {
        var interest = interests.get(key);
        return interest == null ? start : interest.completeFrom;
    }

    /** What the feed has of one user's records from a place on. */
    public sealed interface Tail {

        /**
         * Records in order, possibly none.
         *
         * @param next the place behind all that was looked at
         */
        record Records(List<Entry> entries, Position next) implements Tail {
            public Records {
                entries = List.copyOf(entries);
            }
        }

        /** The place lies before the ring; what follows it has to come from the log. */
        record Behind() implements Tail {}
    }

    /**
     * One user's records from a place on.
     *
     * @param maxBytes of memory that the records returned may occupy; one may exceed it
     */
    public synchronized Tail read(Bytes key, Position from, int maxBytes) {
        if (from.offset() < completeFrom(key)) {
            return new Tail.Behind();
        }
        if (from.offset() >= end.offset()) {
            return new Tail.Records(List.of(), from.offset() == end.offset() ? end : from);
        }
        var found = new ArrayList<Entry>();
        int bytes = 0;
        for (var entry : byKey.getOrDefault(key, new ArrayDeque<>())) {
            if (entry.offset() < from.offset()) {
                continue;
            }
            if (bytes > maxBytes) {
                return new Tail.Records(found, found.getLast().behind());
            }
            found.add(entry);
            bytes += entry.event().bytes();
        }
        return new Tail.Records(found, end);
    }

    /**
     * Has the listener run, on the reader's thread, after each arrival of records of this user.
     *
     * @return false if the feed is no longer followed: ask for it anew
     */
    public synchronized boolean listen(Bytes key, Runnable listener) {
        if (closed) {
            return false;
        }
        usedAt = System.currentTimeMillis();
        interests.computeIfAbsent(key, k -> new Interest(start)).listeners.add(listener);
        return true;
    }

    /** Undoes {@link #listen}. */
    public synchronized void unlisten(Bytes key, Runnable listener) {
        interests.computeIfPresent(
                key,
                (k, interest) -> {
                    interest.listeners.remove(listener);
                    return interest.listeners.isEmpty() ? null : interest;
                });
        usedAt = System.currentTimeMillis();
    }

    /** Has the task run, on the reader's thread, once the feed reaches that offset; or now. */
    public void whenReached(long offset, Runnable task) {
        if (waits(offset, task)) {
            return;
        }
        task.run();
    }

    private synchronized boolean waits(long offset, Runnable task) {
        if (end.offset() >= offset) {
            return false;
        }
        waiting.add(new Waiting(offset, task));
        return true;
    }

    synchronized boolean isIdleSince(long millis) {
        return interests.isEmpty() && usedAt < millis;
    }

    /** Ends the feed unless somebody listens; returns whether it has ended. */
    synchronized boolean closeIfIdle() {
        if (interests.isEmpty()) {
            closed = true;
        }
        return closed;
    }

    /**
     * Takes what the reader has read.
     *
     * @param next the offset behind it, which may lie further than its last record
     */
    void append(List<ConsumerRecord<byte[], byte[]>> records, long next) {
        taken(records, next).forEach(Runnable::run);
    }

    /** Goes on from another place, because the log no longer has what comes next. */
    synchronized void restart(Position at) {
        ring.clear();
        byKey.clear();
        ringBytes = 0;
        start = at.offset();
        end = at;
        interests.values().forEach(i -> i.completeFrom = start);
    }

    private synchronized List<Runnable> taken(
            List<ConsumerRecord<byte[], byte[]>> records, long next) {
        var touched = new HashSet<Bytes>();
        OwnershipRule rule = end.rule();
        for (var record : records) {
            if (EventDecoder.isControl(record)) {
                controls++;
                rule = decoder.after(record, rule);
            } else if (record.key() != null) {
                var entry = new Entry(new StoredEvent(record, decoder), rule);
                keep(entry);
                touched.add(entry.event().key());
                if (rule.epoch() == 0) {
                    // No control record precedes it: the first event says who the owner is.
                    rule = entry.after().rule();
                }
            }
        }
        end = new Position(next, rule);
        evict();
        var tasks = reached();
        touched.stream()
                .map(interests::get)
                .filter(Objects::nonNull)
                .forEach(interest -> tasks.addAll(interest.listeners));
        return tasks;
    }

    private List<Runnable> reached() {
        var due = waiting.stream().filter(w -> w.offset <= end.offset()).toList();
        due.forEach(waiting::remove);
        return due.stream().map(Waiting::task).collect(Collectors.toCollection(ArrayList::new));
    }

    /** Somebody who wants to know when the feed gets there. */
    private record Waiting(long offset, Runnable task) {}

    private void keep(Entry entry) {
        ring.add(entry);
        byKey.computeIfAbsent(entry.event().key(), k -> new ArrayDeque<>()).add(entry);
        ringBytes += entry.event().bytes();
    }

    private void evict() {
        while (ringBytes > capacityBytes && !ring.isEmpty()) {
            var oldest = ring.remove();
            ringBytes -= oldest.event().bytes();
            start = oldest.offset() + 1;
            byKey.computeIfPresent(
                    oldest.event().key(),
                    (k, entries) -> {
                        entries.remove();
                        forget(oldest);
                        return entries.isEmpty() ? null : entries;
                    });
        }
    }

    private void forget(Entry entry) {
        var interest = interests.get(entry.event().key());
        if (interest != null) {
            interest.completeFrom = entry.offset() + 1;
        }
    }

    /**
     * Those who listen for one user. A quiet user's place stays good however much of other users'
     * has been evicted since: only the loss of an own record makes the ring incomplete for them.
     */
    private static final class Interest {
        private final Set<Runnable> listeners = new HashSet<>();
        private long completeFrom;

        Interest(long completeFrom) {
            this.completeFrom = completeFrom;
        }
    }
}
