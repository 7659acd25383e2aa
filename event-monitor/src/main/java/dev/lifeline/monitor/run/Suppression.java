package dev.lifeline.monitor.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which nothing fires for some runs, because someone works on what they need.
 *
 * @param agent whose runs, null for all
 * @param tenant whose runs, null for all
 * @param from inclusive
 * @param until exclusive
 */
public record Suppression(
        @Nullable String agent, @Nullable String tenant, Instant from, Instant until) {

    public Suppression {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException(
                    "a suppression must end after it begins: from %s until %s"
                            .formatted(from, until));
        }
    }

    boolean holds(TrackedRun run, Instant at) {
        var row = run.status();
        return !at.isBefore(from)
                && at.isBefore(until)
                && (agent == null || agent.equals(row.getAgent()))
                && (tenant == null || tenant.equals(row.getTenantId()));
    }
}
