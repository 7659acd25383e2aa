package dev.lifeline.executor.log;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A partition of {@code agent.events} that this process owns: it alone writes there, until the log
 * says otherwise. Thread-safe.
 */
public final class OwnedPartition {

    private final int partition;
    private final long epoch;
    private final Set<Runnable> onLost = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> openRuns = new ConcurrentHashMap<>();
    private final Map<String, Runnable> onSilence = new ConcurrentHashMap<>();
    private volatile long position;
    private volatile Instant confirmedAt;
    private volatile boolean lost;
    private final AtomicBoolean beating = new AtomicBoolean();

    /**
     * @param position offset behind the owner record, which has been read back
     * @param confirmedAt when that was
     */
    OwnedPartition(int partition, long epoch, long position, Instant confirmedAt) {
        this.partition = partition;
        this.epoch = epoch;
        this.position = position;
        this.confirmedAt = confirmedAt;
    }

    public int partition() {
        return partition;
    }

    public long epoch() {
        return epoch;
    }

    /** Tells when the partition is no longer this process's; at once if it already is not. */
    public void onLost(Runnable action) {
        onLost.add(action);
        if (lost && onLost.remove(action)) {
            action.run();
        }
    }

    /** The action is no longer wanted: a partition is owned much longer than a run takes. */
    public void forget(Runnable action) {
        onLost.remove(action);
    }

    public boolean isLost() {
        return lost;
    }

    /**
     * Tells when nothing could be written here and read back for longer than the configured
     * patience, perhaps more than once, until that run has ended.
     */
    public void onSilence(String runId, Runnable action) {
        onSilence.put(runId, action);
    }

    void silent() {
        onSilence.values().forEach(Runnable::run);
    }

    /** Runs that have begun here and not ended. */
    public int openRuns() {
        return openRuns.size();
    }

    /** A run is about to write its first event; a successor must read from here. */
    public void opening(String runId) {
        openRuns.putIfAbsent(runId, position);
    }

    /** A run has been taken over whose first event is at this offset. */
    public void open(String runId, long firstOffset) {
        openRuns.put(runId, firstOffset);
    }

    /** A run's last event is in the log. */
    public void ended(String runId) {
        openRuns.remove(runId);
        onSilence.remove(runId);
    }

    /** No open run's first event lies before this offset. */
    OptionalLong oldestOpenOffset() {
        return openRuns.values().stream().mapToLong(Long::longValue).min();
    }

    /** Everything before this offset has been read back. */
    void readUpTo(long offset) {
        position = offset;
    }

    /**
     * Asks to write a beat.
     *
     * @return false while the last one has not been read back: beats must not pile up when Kafka is
     *     away
     */
    boolean startBeat() {
        return beating.compareAndSet(false, true);
    }

    /** A beat of this process has been read back. */
    void confirm(Instant now) {
        beating.set(false);
        confirmedAt = now;
    }

    /** When this process last wrote here and read it back. */
    public Instant confirmedAt() {
        return confirmedAt;
    }

    void lose() {
        lost = true;
        for (var action : List.copyOf(onLost)) {
            if (onLost.remove(action)) {
                action.run();
            }
        }
    }
}
