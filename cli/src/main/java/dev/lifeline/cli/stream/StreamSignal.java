package dev.lifeline.cli.stream;

import java.time.Duration;
import java.util.List;

/** What a {@link ResumableStream} tells its reader. */
public sealed interface StreamSignal {

    /** A connection stands. */
    record Connected(String connectionId) implements StreamSignal {}

    /**
     * The next events, each once and in order.
     *
     * @param cursor resumes after the last of them
     */
    record Events(String cursor, List<StreamedEvent> events) implements StreamSignal {
        public Events {
            events = List.copyOf(events);
        }
    }

    /** History is done; what follows is live. */
    record CaughtUp(String cursor) implements StreamSignal {}

    /**
     * What lay between the cursors is not to be had; it may have held none of the user's events.
     */
    record Gap(String from, String to, String reason) implements StreamSignal {}

    /** The connection is gone, and another will be tried. */
    record Disconnected(String reason, Duration retryIn) implements StreamSignal {}

    /** The server ended the stream because all of it has been delivered. No signal follows. */
    record Completed() implements StreamSignal {}

    /** The server will not serve this request, now or later. No signal follows. */
    record Rejected(String reason) implements StreamSignal {}
}
