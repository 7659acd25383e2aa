package dev.lifeline.executor.log;

/** The partition is another executor's by now: what was written here is void, work stops. */
public final class OwnershipLostException extends RuntimeException {

    /** The partition is lost, or given up. */
    public OwnershipLostException(OwnedPartition owned) {
        this(owned.partition(), owned.epoch());
    }

    OwnershipLostException(int partition, long epoch) {
        super("partition %d is no longer owned with epoch %d".formatted(partition, epoch));
    }
}
