package dev.lifeline.monitor.run;

import dev.lifeline.schemas.avro.Alert;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One way in which a run goes wrong without an event that says so. */
interface Detector {

    AlertKind kind();

    /** From when on the run has gone wrong, if nothing more is heard of it; null if it cannot. */
    @Nullable Instant due(TrackedRun run);

    /** What an operator should know, in one sentence. */
    String summary(TrackedRun run);

    /** Whether what an alert says is true no longer: nothing is wrong, or something else is. */
    default boolean isOver(TrackedRun run, Alert alert) {
        var due = due(run);
        return due == null || due.isAfter(alert.getDueAt());
    }
}
