package dev.lifeline.executor.intake;

import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.executor.log.Taken;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One partition that the group has given to this process; its commands are read once its events are
 * owned. Used by the intake's thread, but for {@link #settle}.
 */
final class AssignedPartition {

    private static final long NOTHING = -1;

    private final CommandOffsets offsets;
    private @Nullable Owned owned;
    private @Nullable String restingFor;
    private long committed = NOTHING;

    /**
     * @param first offset of the first command to be read
     */
    AssignedPartition(long first) {
        offsets = new CommandOffsets(first);
    }

    void own(Taken taken) {
        var started = new StartedRuns(taken.startedRuns());
        // Not all begin by a command, and none by one that comes later.
        taken.owned().onOpening(started::begun);
        owned = new Owned(taken.owned(), started);
    }

    /** The partition's events, where they are this process's. */
    @Nullable OwnedPartition events() {
        return owned == null ? null : owned.events();
    }

    void read(long offset) {
        offsets.read(offset);
    }

    /** The command's effect is durable. */
    void settle(long offset) {
        offsets.settle(offset);
    }

    /** Whether a command written at that time is the first for its run. */
    boolean isFirst(String runId, Instant at) {
        return owned != null && owned.started().add(runId, at);
    }

    /**
     * Reads no further commands while that tenant's queue has no room.
     *
     * @return whether it did until now
     */
    boolean restFor(String tenantId) {
        boolean begins = restingFor == null;
        restingFor = tenantId;
        return begins;
    }

    boolean restsNoMore(Predicate<String> tenantHasRoom) {
        if (restingFor != null && tenantHasRoom.test(restingFor)) {
            restingFor = null;
        }
        return restingFor == null;
    }

    /** What a successor must read from. */
    long committable() {
        return offsets.committable();
    }

    /** What to commit, if that is more than before. */
    OptionalLong advance() {
        long now = committable();
        if (owned == null || now <= committed) {
            return OptionalLong.empty();
        }
        committed = now;
        return OptionalLong.of(now);
    }

    /** The last commit did not succeed. */
    void notCommitted() {
        committed = NOTHING;
    }

    private record Owned(OwnedPartition events, StartedRuns started) {}
}
