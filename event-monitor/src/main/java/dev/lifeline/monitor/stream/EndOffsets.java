package dev.lifeline.monitor.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What was last seen of the ends of the partitions of {@code agent.events}. */
interface EndOffsets {

    /** The latest sample of that partition, null before the first. */
    @Nullable Sample latest(int partition);

    /**
     * One look at one partition.
     *
     * @param first offset of the oldest record still there
     * @param end offset that the next record will get
     * @param takenAt wall time before the look: whoever has read up to the end has read everything
     *     that was written before
     */
    record Sample(long first, long end, Instant takenAt) {}
}
