package dev.lifeline.gateway.log;

import java.time.Instant;

/** What a record turned out to be once it was decoded. */
public sealed interface Reading {

    /**
     * An event that its user is shown.
     *
     * @param appendedAt when the broker took it, by the broker's clock
     * @param json the event in the contract's JSON rendition, on one line
     */
    record Event(
            String runId,
            long sequence,
            String type,
            Instant occurredAt,
            Instant appendedAt,
            String json)
            implements Reading {}

    /** A record of somebody who did not own the partition; it never happened. */
    record Disowned() implements Reading {}

    /** Bytes that hold no event of this user's. */
    record Undecodable(String reason) implements Reading {}
}
