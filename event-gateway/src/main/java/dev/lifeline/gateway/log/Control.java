package dev.lifeline.gateway.log;

import dev.lifeline.schemas.OwnershipRule;

/**
 * An owner's own record, which no user is shown.
 *
 * @param takes whether it takes the partition, or says that its owner is still there
 */
record Control(long offset, boolean takes, long epoch, String executorId) {

    /** What the rule knows after it. */
    OwnershipRule after(OwnershipRule rule) {
        var next = rule.copy();
        if (takes) {
            next.takes(epoch, executorId);
        } else {
            next.admits(epoch, executorId);
        }
        return next;
    }
}
