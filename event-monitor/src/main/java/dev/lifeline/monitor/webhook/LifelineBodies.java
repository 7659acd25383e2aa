package dev.lifeline.monitor.webhook;

import dev.lifeline.schemas.JsonRendition;
import dev.lifeline.schemas.avro.Alert;
import java.time.Instant;
import java.util.List;

/** An alert as the HTTP interface shows it, each change once. */
record LifelineBodies(JsonRendition json) implements Bodies {

    @Override
    public byte[] changed(Alert alert, Instant now) {
        return json.render(alert);
    }

    @Override
    public boolean repeats() {
        return false;
    }

    @Override
    public List<byte[]> unchanged(List<Alert> firing, Instant now) {
        return List.of();
    }
}
