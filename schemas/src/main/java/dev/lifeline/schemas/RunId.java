package dev.lifeline.schemas;

import java.time.Instant;
import java.util.UUID;

/** A run's id: a UUIDv7, so that it holds the time at which the run was accepted. */
public record RunId(String text) {

    /**
     * @throws IllegalArgumentException if the text is not a UUIDv7 in canonical lower case
     */
    public RunId {
        if (!isCanonical(text)) {
            throw new IllegalArgumentException(
                    "not a run id: a UUID of version 7 in lower case is needed");
        }
    }

    /** When the run was accepted, to the millisecond, by the clock of whoever made the id. */
    public Instant time() {
        return Instant.ofEpochMilli(UUID.fromString(text).getMostSignificantBits() >>> 16);
    }

    @Override
    public String toString() {
        return text;
    }

    private static boolean isCanonical(String text) {
        if (text.length() != 36) {
            return false;
        }
        try {
            var uuid = UUID.fromString(text);
            return uuid.version() == 7 && uuid.variant() == 2 && uuid.toString().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
