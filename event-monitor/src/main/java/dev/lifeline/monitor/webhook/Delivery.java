package dev.lifeline.monitor.webhook;

import dev.lifeline.schemas.avro.Alert;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * An alert that is to be sent.
 *
 * @param next from where the group goes on once it is delivered, null if that stays as it is
 */
record Delivery(Alert alert, @Nullable OffsetAndMetadata next) {

    /** The same for each attempt, also by another process. */
    String key() {
        return alert.getAlertId() + "/" + alert.getState();
    }
}
