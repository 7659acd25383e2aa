package dev.lifeline.gateway.receipt;

import dev.lifeline.schemas.UserKey;
import java.time.Instant;

/**
 * A client says that its user has been shown everything up to a place.
 *
 * @param offset in the user's partition of agent.events; everything before it has been shown
 * @param at when the client said so
 */
record Receipt(UserKey user, String connectionId, int partition, long offset, Instant at) {

    static Receipt newer(Receipt a, Receipt b) {
        return a.offset() >= b.offset() ? a : b;
    }
}
