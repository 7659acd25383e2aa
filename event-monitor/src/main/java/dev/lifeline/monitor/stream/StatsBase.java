package dev.lifeline.monitor.stream;

import java.time.Instant;

/**
 * What is left of an agent's minutes that are not kept any more.
 *
 * @param open runs that were open at the end of the last of them
 * @param droppedTo beginning of the latest of them
 */
record StatsBase(long open, Instant droppedTo) {

    static final StatsBase NONE = new StatsBase(0, Instant.EPOCH);

    StatsBase plus(long opened) {
        return new StatsBase(open + opened, droppedTo);
    }

    StatsBase dropped(Instant start, long opened) {
        return new StatsBase(open + opened, start.isAfter(droppedTo) ? start : droppedTo);
    }
}
