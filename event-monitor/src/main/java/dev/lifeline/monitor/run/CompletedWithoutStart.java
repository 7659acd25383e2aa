package dev.lifeline.monitor.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run has ended whose beginning nobody has seen. */
record CompletedWithoutStart(Limits limits) implements Detector {

    static boolean applies(TrackedRun run) {
        return run.ended() && run.numbering().lacksStart();
    }

    @Override
    public AlertKind kind() {
        return AlertKind.COMPLETED_WITHOUT_START;
    }

    @Override
    public @Nullable Instant due(TrackedRun run) {
        var since = run.numbering().brokenAt();
        return since == null || !applies(run) ? null : since.plus(limits.orderGrace());
    }

    @Override
    public String summary(TrackedRun run) {
        return "%s has ended with %s, and the log has no agent_started of it"
                .formatted(run.status().getAgent(), run.status().getOutcome());
    }
}
