package dev.lifeline.monitor.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.avro.RunStatus;
import java.net.URLEncoder;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which runs are asked for; null means any.
 *
 * @param before only runs that were accepted before this one
 */
public record RunQuery(
        @Nullable RunState state,
        @Nullable String agent,
        @Nullable String tenant,
        @Nullable String before,
        int limit) {

    boolean matches(RunStatus run) {
        return (state == null || state.matches(run))
                && accepts(run.getAgent(), run.getTenantId())
                && accepts(run.getRunId());
    }

    boolean accepts(@Nullable String anAgent, @Nullable String aTenant) {
        return (agent == null || agent.equals(anAgent))
                && (tenant == null || tenant.equals(aTenant));
    }

    boolean accepts(String runId) {
        return before == null || runId.compareTo(before) < 0;
    }

    /** As another instance is asked. */
    String parameters() {
        return Stream.of(
                        parameter(
                                "state",
                                state == null ? null : state.name().toLowerCase(Locale.ROOT)),
                        parameter("agent", agent),
                        parameter("tenant", tenant),
                        parameter("before", before),
                        "limit=" + limit)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("&"));
    }

    private static String parameter(String name, @Nullable String value) {
        return value == null ? "" : name + "=" + URLEncoder.encode(value, UTF_8);
    }
}
