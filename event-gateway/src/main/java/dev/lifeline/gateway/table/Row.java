package dev.lifeline.gateway.table;

import dev.lifeline.schemas.UserKey;
import org.apache.kafka.common.utils.Bytes;

/**
 * A run's latest row, as its record holds it; it is decoded again when somebody asks for it.
 *
 * @param value the record's; not to be changed
 */
record Row(String runId, UserKey user, RunState state, Bytes value) {

    private static final long OVERHEAD_BYTES = 512;

    /** About what it occupies in memory. */
    long bytes() {
        return OVERHEAD_BYTES + value.get().length;
    }
}
