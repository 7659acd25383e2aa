package dev.lifeline.monitor.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run, queued or open, is past its deadline and the grace in which it should have been ended. */
record DeadlinePassed(Limits limits) implements Detector {

    @Override
    public AlertKind kind() {
        return AlertKind.DEADLINE_PASSED;
    }

    @Override
    public @Nullable Instant due(TrackedRun run) {
        var deadline = run.status().getDeadline();
        return deadline == null || run.ended() ? null : deadline.plus(limits.deadlineGrace());
    }

    @Override
    public String summary(TrackedRun run) {
        var status = run.status();
        return "%s should have ended by %s and is still %s; its executor %s"
                .formatted(
                        status.getAgent(),
                        status.getDeadline(),
                        status.getState(),
                        status.getExecutorId() == null
                                ? "has not started it"
                                : status.getExecutorId() + " has not ended it");
    }
}
