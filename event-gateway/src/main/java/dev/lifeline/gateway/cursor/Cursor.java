package dev.lifeline.gateway.cursor;

import org.apache.kafka.common.Uuid;

/**
 * A place in the event log: before the record with this offset. Not secret; grants nothing.
 *
 * @param log identity of the log: the topic id of {@code agent.events}
 * @param epoch of the partition's owner at this place, which decides what is void from here on
 */
public record Cursor(Uuid log, int partition, long offset, long epoch) {

    public Cursor {
        if (partition < 0 || offset < 0 || epoch < 0) {
            throw new IllegalArgumentException("a cursor has no negative parts");
        }
    }
}
