package dev.lifeline.monitor.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run was accepted, and no executor has begun it. */
record NoFirstEvent(Limits limits) implements Detector {

    @Override
    public AlertKind kind() {
        return AlertKind.NO_FIRST_EVENT;
    }

    @Override
    public @Nullable Instant due(TrackedRun run) {
        return run.started()
                ? null
                : run.progressAt().plus(limits.noFirstEvent(run.status().getAgent()));
    }

    @Override
    public String summary(TrackedRun run) {
        var agent = run.status().getAgent();
        return "%s was accepted at %s, and no executor has begun it in %d s"
                .formatted(
                        agent,
                        run.status().getAcceptedAt(),
                        limits.noFirstEvent(agent).toSeconds());
    }
}
