package dev.lifeline.monitor.stats;

import dev.lifeline.schemas.avro.AgentStats;
import java.time.Duration;
import java.time.Instant;

/** A minute of an agent, and what was counted in it so far. */
public record AgentMinute(String agent, Instant start, Tally tally) {

    /** How long a window is; they begin with the clock's minutes. */
    public static final Duration LENGTH = Duration.ofMinutes(1);

    /** The beginning of the minute that a time is in. */
    public static Instant startOf(Instant at) {
        long length = LENGTH.toMillis();
        return Instant.ofEpochMilli(Math.floorDiv(at.toEpochMilli(), length) * length);
    }

    /**
     * As the contract writes it.
     *
     * @param open runs open at its end
     */
    public AgentStats stats(long open) {
        return AgentStats.newBuilder()
                .setAgent(agent)
                .setWindowStart(start)
                .setWindowEnd(start.plus(LENGTH))
                .setStarted(tally.started())
                .setEnded(tally.ended())
                .setOpen(open)
                .setDurationMs(tally.durationMs().percentiles())
                .setFirstEventMs(tally.firstEventMs().percentiles())
                .setToolFailures(tally.toolFailures())
                .build();
    }
}
