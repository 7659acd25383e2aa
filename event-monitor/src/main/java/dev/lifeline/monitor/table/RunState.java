package dev.lifeline.monitor.table;

import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.schemas.avro.RunStatus;

/** States of a run that can be asked for. */
public enum RunState {
    /** Not ended, begun or not. */
    OPEN,
    /** With an alert firing. */
    STUCK,
    ENDED;

    boolean matches(RunStatus run) {
        return switch (this) {
            case OPEN -> !hasEnded(run);
            case STUCK -> !run.getFiring().isEmpty();
            case ENDED -> hasEnded(run);
        };
    }

    static boolean hasEnded(RunStatus run) {
        return run.getState().equals(TrackedRun.ENDED);
    }
}
