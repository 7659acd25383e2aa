package dev.lifeline.cli.runs;

import dev.lifeline.cli.stream.StreamSignal;
import dev.lifeline.cli.terminal.Terminal;
import java.time.Duration;

/** What is said beside the events when the connection is not as it should be. */
final class ConnectionNotes {

    private ConnectionNotes() {}

    static String disconnected(Terminal terminal, String reason, Duration retryIn) {
        return terminal.yellow(
                "-- connection lost (%s); again in %.1f s"
                        .formatted(reason, retryIn.toMillis() / 1e3));
    }

    static String gap(Terminal terminal, StreamSignal.Gap gap) {
        return terminal.yellow(
                "-- events before this point are not to be had any more (" + gap.reason() + ")");
    }
}
