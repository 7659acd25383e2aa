package dev.lifeline.cli.stream;

import java.time.Duration;
import java.util.Optional;

/** How a connection, or the attempt at one, ended. */
sealed interface ConnectionEnd {

    record Completed() implements ConnectionEnd {}

    record Rejected(String reason) implements ConnectionEnd {}

    /**
     * The connection is gone, and another may be tried.
     *
     * @param delay what the server asked for; the client's own choice if empty
     * @param lifetime how long the connection stood
     */
    record Lost(String reason, Optional<Duration> delay, Duration lifetime)
            implements ConnectionEnd {}
}
