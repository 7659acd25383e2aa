package dev.lifeline.gateway.stream;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.log.Reading;
import java.time.Duration;
import java.util.List;

/** What a stream tells its user. */
public sealed interface Frame {

    /** The first: who is speaking, and a cursor that is valid before anything came. */
    record Welcome(String connectionId, Cursor cursor, Duration heartbeat) implements Frame {}

    /** One live event. */
    record Live(Cursor cursor, Reading.Event event) implements Frame {}

    /** Several events while catching up; the cursor lies behind the last. */
    record History(Cursor cursor, List<Reading.Event> events) implements Frame {
        public History {
            events = List.copyOf(events);
        }
    }

    /** History is done, what follows is live. */
    record CaughtUp(Cursor cursor) implements Frame {}

    /** A sign of life, with a newer cursor to store. */
    record Heartbeat(Cursor cursor) implements Frame {}

    /** What lies between is not to be had. */
    record Gap(Cursor from, Cursor to, GapReason reason) implements Frame {}

    /** The server will close; come back after the delay. */
    record GoAway(Duration reconnectAfter, String reason) implements Frame {}

    /** A frame of the client's was refused; the connection lives. */
    record Refusal(String code, String message) implements Frame {}
}
