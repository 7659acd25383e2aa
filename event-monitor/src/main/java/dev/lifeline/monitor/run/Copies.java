package dev.lifeline.monitor.run;

import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.RunStatus;
import org.apache.avro.specific.SpecificRecord;

/**
 * Copies records for changing them, as the originals must not. What a record holds is shared, and
 * replaced but never changed; Avro's own builders copy that too, which costs more than all the
 * rest.
 */
final class Copies {

    private Copies() {}

    static RunStatus of(RunStatus row) {
        return copy(row, new RunStatus());
    }

    static Alert of(Alert alert) {
        return copy(alert, new Alert());
    }

    private static <T extends SpecificRecord> T copy(T from, T to) {
        for (var field : from.getSchema().getFields()) {
            to.put(field.pos(), from.get(field.pos()));
        }
        return to;
    }
}
