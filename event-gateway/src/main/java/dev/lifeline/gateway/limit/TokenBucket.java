package dev.lifeline.gateway.limit;

import java.time.Duration;
import java.time.Instant;

/** A bucket of tokens that fills at a rate: what finds one in it may happen. */
final class TokenBucket {

    private static final double NANOS_PER_SECOND = 1e9;

    private final Rate rate;
    private double tokens;
    private Instant filledAt;

    TokenBucket(Rate rate, Instant now) {
        this.rate = rate;
        this.tokens = rate.burst();
        this.filledAt = now;
    }

    /** Takes a token; how long until there will be one, or zero if there was. */
    Duration take(Instant now) {
        fill(now);
        if (tokens >= 1) {
            tokens -= 1;
            return Duration.ZERO;
        }
        double seconds = (1 - tokens) / rate.perSecond();
        return Duration.ofNanos((long) Math.ceil(seconds * NANOS_PER_SECOND));
    }

    boolean isFull(Instant now) {
        fill(now);
        return tokens >= rate.burst();
    }

    /** A clock that is set back fills nothing. */
    private void fill(Instant now) {
        double seconds = Duration.between(filledAt, now).toNanos() / NANOS_PER_SECOND;
        tokens = Math.min(rate.burst(), tokens + Math.max(0, seconds) * rate.perSecond());
        filledAt = now;
    }
}
