package dev.lifeline.gateway.log;

import dev.lifeline.schemas.OwnershipRule;

/**
 * A place in a partition: before the record with this offset, and what the ownership rule knew
 * there. The rule is never changed; who reads on does so with a copy.
 */
public record Position(long offset, OwnershipRule rule) {

    /** The owner epoch at this place. */
    public long epoch() {
        return rule.epoch();
    }
}
