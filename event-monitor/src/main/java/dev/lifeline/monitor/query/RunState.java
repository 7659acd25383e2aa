package dev.lifeline.monitor.query;

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
            case OPEN -> !run.getState().equals(TrackedRun.ENDED);
            case STUCK -> !run.getFiring().isEmpty();
            case ENDED -> run.getState().equals(TrackedRun.ENDED);
        };
    }
}
