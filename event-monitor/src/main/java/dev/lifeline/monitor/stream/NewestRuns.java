package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.run.TrackedRun;
import java.util.Comparator;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.jspecify.annotations.Nullable;

/** The runs of several partitions as one sequence, the newest first. For one thread. */
public final class NewestRuns implements AutoCloseable {

    private final Map<Integer, KeyValueIterator<String, TrackedRun>> partitions;
    private final PriorityQueue<Head> heads =
            new PriorityQueue<>(Comparator.comparing(Head::runId).reversed());

    NewestRuns(Map<Integer, KeyValueIterator<String, TrackedRun>> partitions) {
        this.partitions = Map.copyOf(partitions);
        try {
            this.partitions.values().forEach(this::advance);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The partitions whose runs these are. */
    public Set<Integer> partitions() {
        return partitions.keySet();
    }

    public boolean hasNext() {
        return !heads.isEmpty();
    }

    /**
     * The newest that has not been taken, null behind the oldest.
     *
     * @throws UnavailableException if a partition is leaving this instance
     */
    public @Nullable TrackedRun next() {
        var head = heads.poll();
        if (head == null) {
            return null;
        }
        advance(head.rest());
        return head.run();
    }

    @Override
    public void close() {
        partitions.values().forEach(KeyValueIterator::close);
    }

    private void advance(KeyValueIterator<String, TrackedRun> rest) {
        try {
            if (rest.hasNext()) {
                KeyValue<String, TrackedRun> next = rest.next();
                heads.add(new Head(next.key, next.value, rest));
            }
        } catch (InvalidStateStoreException e) {
            throw new UnavailableException("a partition is moving to another instance");
        }
    }

    private record Head(String runId, TrackedRun run, KeyValueIterator<String, TrackedRun> rest) {}
}
