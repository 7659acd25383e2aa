package dev.lifeline.monitor.stream;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far one partition has been judged, and whether that can be relied on.
 *
 * @param clock up to which time it has been read and judged, null where nobody says
 * @param lagSeconds how far that is back, by the clock of the instance that says so
 * @param instance whose partition it is, null where nobody says
 * @param reason why its verdicts cannot be trusted, null if they can
 */
public record PartitionReport(
        int partition,
        @Nullable Instant clock,
        @Nullable Double lagSeconds,
        @Nullable String instance,
        boolean trusted,
        @Nullable String reason) {

    /** Of a partition for which nobody speaks. */
    public static PartitionReport unknown(int partition, String reason) {
        return new PartitionReport(partition, null, null, null, false, reason);
    }
}
