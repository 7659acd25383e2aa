package dev.lifeline.schemas;

import org.jspecify.annotations.Nullable;

/**
 * Decides, for one partition of {@code agent.events} read in order, which records count.
 *
 * <p>Every record carries the epoch of the owner who wrote it. A record is void if an owner record
 * of a higher epoch precedes it, or if its epoch belongs to another executor (the first owner
 * record of an epoch wins it). A reader that starts in the middle takes the epoch from its cursor,
 * or learns it from the first records it meets. Not thread-safe.
 */
public final class OwnershipRule {

    private long epoch;
    private @Nullable String owner;

    /** For a reader that starts at the partition's first record, or that knows nothing yet. */
    public OwnershipRule() {}

    /**
     * For a reader that goes on after a record that counted.
     *
     * @param epoch of that record
     */
    public OwnershipRule(long epoch) {
        this.epoch = epoch;
    }

    /**
     * Sees an owner record.
     *
     * @return whether it counts: from here on the partition is this executor's
     */
    public boolean takes(long ownerEpoch, String executorId) {
        if (ownerEpoch <= epoch) {
            return false;
        }
        epoch = ownerEpoch;
        owner = executorId;
        return true;
    }

    /**
     * Sees any other record.
     *
     * @return whether it counts; a void record is shown to nobody
     */
    public boolean admits(long ownerEpoch, String executorId) {
        if (ownerEpoch > epoch) {
            // Its owner record lies before the place where this reader started.
            return takes(ownerEpoch, executorId);
        }
        if (ownerEpoch < epoch) {
            return false;
        }
        if (owner == null) {
            owner = executorId;
        }
        return owner.equals(executorId);
    }

    /** A rule of its own that knows what this one knows now. */
    public OwnershipRule copy() {
        var copy = new OwnershipRule(epoch);
        copy.owner = owner;
        return copy;
    }

    /** Whether it knows whose that epoch is; not yet, where it was taken from a cursor. */
    public boolean knowsOwner() {
        return owner != null;
    }

    /** The highest epoch seen; 0 before the first. */
    public long epoch() {
        return epoch;
    }
}
