package dev.lifeline.executor.log;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
    private final Residents residents = new Residents();
    private final Map<String, Long> openRuns = new ConcurrentHashMap<>();
    private final Map<String, Runnable> onSilence = new ConcurrentHashMap<>();
    private volatile long position;
    private volatile Instant confirmedAt;
    private volatile boolean lost;
    private volatile boolean yielded;
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

    /**
     * Tells a run when it is another executor's, which may be before the partition is: a partition
     * that is given away keeps no run but those that hold it. At once if that is so already.
     */
    public void onLeave(String runId, Runnable action) {
        residents.add(runId, action);
    }

    /** Whether runs may begin here, and go on. */
    public boolean isOpen() {
        return residents.isOpen();
    }

    /**
     * Keeps the partition, for a time, from being given away: something is to be done for a run
     * that must not be done twice, and its result would be refused.
     *
     * @throws OwnershipLostException if it is too late for that
     */
    public Hold hold(String runId) {
        var hold = residents.hold(runId);
        if (hold == null) {
            throw ownershipLost();
        }
        return hold;
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

    /** A run is no longer at work or waiting here: a partition is owned longer than a run takes. */
    public void forget(String runId) {
        residents.remove(runId);
    }

    /** No open run's first event lies before this offset. */
    OptionalLong oldestOpenOffset() {
        return openRuns.values().stream().mapToLong(Long::longValue).min();
    }

    /** What its owner says of it in a control record. */
    OwnerControl control(String executorId) {
        OptionalLong oldest = oldestOpenOffset();
        return new OwnerControl(
                executorId, epoch, openRuns(), oldest.isPresent() ? oldest.getAsLong() : null);
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

    /** Whether the event may be written, here and now. */
    boolean admits(AgentEvent event) {
        return residents.admits(event);
    }

    OwnershipLostException ownershipLost() {
        return new OwnershipLostException(partition, epoch);
    }

    /**
     * From now on the next owner is waited for.
     *
     * @return completes when no run holds the partition
     */
    CompletableFuture<Void> leave() {
        return residents.leave();
    }

    /** Nothing is written here any more. */
    void close() {
        residents.close();
    }

    /** The log has been told that the partition is given up. */
    void yielded() {
        yielded = true;
    }

    boolean isYielded() {
        return yielded;
    }

    void lose() {
        lost = true;
        residents.close();
        for (var action : List.copyOf(onLost)) {
            if (onLost.remove(action)) {
                action.run();
            }
        }
    }
}
