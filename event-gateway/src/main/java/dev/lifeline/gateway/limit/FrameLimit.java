package dev.lifeline.gateway.limit;

import java.time.InstantSource;

/**
 * Limits how often one client may send a frame: what is too much is refused, and a client that
 * never lets up is to be let go. Confined to its connection's event loop.
 */
public final class FrameLimit {

    private final Rate rate;
    private final InstantSource clock;
    private final TokenBucket bucket;
    private int refused;

    public FrameLimit(Rate rate, InstantSource clock) {
        this.rate = rate;
        this.clock = clock;
        this.bucket = new TokenBucket(rate, clock.instant());
    }

    /** What to do with a frame. */
    public enum Verdict {
        TAKE,
        REFUSE,
        /** As many have been refused as a burst has, and the client has not been quiet since. */
        CLOSE
    }

    /** Counts a frame. */
    public Verdict next() {
        var now = clock.instant();
        if (bucket.isFull(now)) {
            refused = 0;
        }
        if (bucket.take(now).isZero()) {
            return Verdict.TAKE;
        }
        refused++;
        return refused <= rate.burst() ? Verdict.REFUSE : Verdict.CLOSE;
    }
}
