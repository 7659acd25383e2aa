package dev.lifeline.monitor.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A run went on after its end. */
record EventAfterEnd() implements Detector {

    @Override
    public AlertKind kind() {
        return AlertKind.EVENT_AFTER_END;
    }

    @Override
    public @Nullable Instant due(TrackedRun run) {
        return run.numbering().exceededAt();
    }

    @Override
    public String summary(TrackedRun run) {
        var status = run.status();
        return "%s ended with event %d, and %s wrote event %d, a %s"
                .formatted(
                        status.getAgent(),
                        run.numbering().end(),
                        status.getExecutorId(),
                        status.getLastSequence(),
                        status.getLastType());
    }
}
