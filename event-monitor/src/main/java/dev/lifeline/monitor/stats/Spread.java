package dev.lifeline.monitor.stats;

import dev.lifeline.schemas.avro.Percentiles;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a measure in milliseconds is spread, in buckets that grow with what they hold: a percentile
 * is at most 1/32 too high. Two of them add up without loss.
 *
 * @param counts how many values each bucket holds, by the bucket's number
 */
record Spread(SortedMap<Integer, Long> counts) {

    static final Spread NONE = new Spread(new TreeMap<>());

    /** Buckets per power of two; below twice that, each value has its own. */
    private static final int FINENESS = 5;

    /** Longer than any run, and short enough that there are few buckets. */
    private static final long LONGEST_MS = 1L << 40;

    Spread {
        counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    static Spread of(long ms) {
        return new Spread(new TreeMap<>(Map.of(bucket(ms), 1L)));
    }

    Spread plus(Spread other) {
        if (other.counts.isEmpty()) {
            return this;
        }
        var sum = new TreeMap<>(counts);
        other.counts.forEach((bucket, count) -> sum.merge(bucket, count, Long::sum));
        return new Spread(sum);
    }

    /** Null where nothing was measured. */
    @Nullable Percentiles percentiles() {
        return counts.isEmpty()
                ? null
                : new Percentiles(percentile(50), percentile(95), percentile(99));
    }

    private long percentile(int percent) {
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        long rest = Math.ceilDiv(all * percent, 100L);
        for (var bucket : counts.entrySet()) {
            rest -= bucket.getValue();
            if (rest <= 0) {
                return highest(bucket.getKey());
            }
        }
        return highest(counts.lastKey());
    }

    private static int bucket(long ms) {
        long value = Math.clamp(ms, 0, LONGEST_MS);
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(value) - FINENESS - 1);
        return (shift << FINENESS) + (int) (value >> shift);
    }

    /** The highest value that the bucket takes. */
    private static long highest(int bucket) {
        int shift = Math.max(0, (bucket >> FINENESS) - 1);
        long value = bucket - ((long) shift << FINENESS);
        return ((value + 1) << shift) - 1;
    }
}
