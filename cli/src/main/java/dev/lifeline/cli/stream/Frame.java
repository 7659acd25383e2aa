package dev.lifeline.cli.stream;

import java.time.Duration;
import java.util.List;

/** A frame of the protocol {@code lifeline.v1}, server to client. */
sealed interface Frame {

    record Welcome(String connectionId, String cursor, Duration heartbeat) implements Frame {}

    /** One event or several: the kinds of frame differ, what to do about them does not. */
    record Events(String cursor, List<StreamedEvent> events) implements Frame {
        public Events {
            events = List.copyOf(events);
        }
    }

    record CaughtUp(String cursor) implements Frame {}

    record Heartbeat(String cursor) implements Frame {}

    record Gap(String from, String to, String reason) implements Frame {}

    record GoAway(Duration reconnectAfter, String reason) implements Frame {}

    record Refusal(String code, String message) implements Frame {}

    /** A kind of a later version, which a client passes over. */
    record Unknown(String kind) implements Frame {}
}
