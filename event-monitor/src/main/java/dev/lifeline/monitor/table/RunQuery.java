package dev.lifeline.monitor.table;

import dev.lifeline.schemas.avro.RunStatus;
import org.jspecify.annotations.Nullable;

/** Which runs are asked for; null means any. */
public record RunQuery(
        @Nullable RunState state, @Nullable String agent, @Nullable String tenant, int limit) {

    boolean matches(RunStatus run) {
        return (state == null || state.matches(run))
                && (agent == null || agent.equals(run.getAgent()))
                && (tenant == null || tenant.equals(run.getTenantId()));
    }
}
