package dev.lifeline.gateway.web;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The W3C trace context that a caller sends along. */
final class Traceparent {

    private static final Pattern VALID =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private Traceparent() {}

    /** The header's value; null where there is none, or one that nobody could use. */
    static @Nullable String valid(@Nullable String header) {
        return header != null && VALID.matcher(header).matches() ? header : null;
    }
}
