package dev.lifeline.gateway.limit;

/**
 * How often something may happen.
 *
 * @param perSecond for good
 * @param burst at once, after a time of quiet
 */
public record Rate(int perSecond, int burst) {

    public Rate {
        if (perSecond < 1 || burst < 1) {
            throw new IllegalArgumentException(
                    "a rate needs at least 1 per second and a burst of at least 1, not %d and %d"
                            .formatted(perSecond, burst));
        }
    }
}
