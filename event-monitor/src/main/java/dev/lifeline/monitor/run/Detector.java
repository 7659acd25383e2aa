package dev.lifeline.monitor.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One way in which a run goes wrong without an event that says so. */
interface Detector {

    AlertKind kind();

    /** From when on the run has gone wrong, if nothing more is heard of it; null if it cannot. */
    @Nullable Instant due(TrackedRun run);

    /** What an operator should know, in one sentence. */
    String summary(TrackedRun run);
}
