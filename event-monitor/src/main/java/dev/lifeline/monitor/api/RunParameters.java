package dev.lifeline.monitor.api;

import dev.lifeline.monitor.query.RunQuery;
import dev.lifeline.monitor.query.RunState;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What a list of runs can be asked for by, as it stands in the address. */
record RunParameters(
        @RestQuery @Nullable String state,
        @RestQuery @Nullable String agent,
        @RestQuery @Nullable String tenant,
        @RestQuery @Nullable String before,
        @RestQuery @Nullable String limit) {

    /** The question, if each parameter is what it may be. */
    RunQuery query() {
        return new RunQuery(
                Parameters.state(state, RunState.class),
                agent,
                tenant,
                before == null ? null : Parameters.runId("before", before),
                Parameters.limit(limit));
    }
}
