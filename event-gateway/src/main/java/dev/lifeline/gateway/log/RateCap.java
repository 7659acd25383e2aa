package dev.lifeline.gateway.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A bound of the bytes read in a second: what was too much is waited off before the next read. Not
 * thread-safe.
 */
final class RateCap {

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long CREDIT = NANOS / 4;

    private final long bytesPerSecond;
    private final LongSupplier clock;
    private long paidUntil;

    /**
     * @param bytesPerSecond 0 for no bound
     * @param clock in nanoseconds
     */
    RateCap(long bytesPerSecond, LongSupplier clock) {
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.paidUntil = clock.getAsLong();
    }

    void took(long bytes) {
        if (bytesPerSecond > 0) {
            long now = clock.getAsLong();
            long since = Math.max(paidUntil - now, -CREDIT);
            paidUntil = now + since + (long) ((double) bytes * NANOS / bytesPerSecond);
        }
    }

    /** How long to read nothing, in nanoseconds. */
    long delay() {
        return bytesPerSecond > 0 ? Math.max(0, paidUntil - clock.getAsLong()) : 0;
    }
}
