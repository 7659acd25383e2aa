package dev.lifeline.monitor.run;

import dev.lifeline.schemas.avro.Alert;
import java.util.List;

/** A run's new state, and the alerts that fired or were resolved on the way to it. */
public record Change(TrackedRun run, List<Alert> alerts) {

    public Change {
        alerts = List.copyOf(alerts);
    }

    static Change of(TrackedRun run, List<Alert> alerts) {
        return new Change(run.alerted(alerts), alerts);
    }
}
