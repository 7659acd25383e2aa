package dev.lifeline.gateway.stream;

import java.util.Locale;

/** Why a part of the log cannot be shown. */
public enum GapReason {
    /** Retention has deleted it. */
    RETENTION,
    /** The cursor comes from another log, which this gateway does not read. */
    FOREIGN_LOG,
    /** The log ends before the cursor: it was cut back, and what stood there is lost. */
    TRUNCATED,
    /** A record of the user's that does not hold an event. */
    UNDECODABLE;

    /** As the contract writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
