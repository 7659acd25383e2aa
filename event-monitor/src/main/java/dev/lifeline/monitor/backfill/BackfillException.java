package dev.lifeline.monitor.backfill;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A backfill cannot be done; the message says why and what to do. */
final class BackfillException extends RuntimeException {

    @Serial private static final long serialVersionUID = 1L;

    BackfillException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
