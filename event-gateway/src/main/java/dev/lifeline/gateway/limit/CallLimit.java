package dev.lifeline.gateway.limit;

import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.schemas.UserKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Limits how often each user may ask for something to be done. It knows a bounded number of users:
 * who has not asked for the longest is forgotten first, and has most likely been quiet for long
 * enough to be served anyway. Thread-safe.
 */
public final class CallLimit {

    private final Rate rate;
    private final InstantSource clock;
    private final Map<UserKey, TokenBucket> buckets;

    /**
     * @param users the most that are remembered
     */
    public CallLimit(Rate rate, int users, InstantSource clock) {
        this.rate = rate;
        this.clock = clock;
        this.buckets =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<UserKey, TokenBucket> eldest) {
                        return size() > users;
                    }
                };
    }

    /**
     * Counts a call of the user's.
     *
     * @throws dev.lifeline.gateway.problem.RefusedException if there have been too many
     */
    public void admit(UserKey user) {
        var wait = take(user);
        if (!wait.isZero()) {
            throw Problems.tooManyCalls(rate.perSecond(), wait);
        }
    }

    private synchronized Duration take(UserKey user) {
        var now = clock.instant();
        return buckets.computeIfAbsent(user, u -> new TokenBucket(rate, now)).take(now);
    }
}
