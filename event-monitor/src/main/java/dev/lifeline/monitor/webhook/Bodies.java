package dev.lifeline.monitor.webhook;

import dev.lifeline.schemas.avro.Alert;
import java.time.Instant;
import java.util.List;

/** Writes alerts as their receiver understands them. */
interface Bodies {

    /** An alert that has fired or was resolved. */
    byte[] changed(Alert alert, Instant now);

    /** Whether the receiver has to be told again and again of what goes on firing. */
    boolean repeats();

    /** Alerts that go on firing, in as few requests as it takes. */
    List<byte[]> unchanged(List<Alert> firing, Instant now);
}
