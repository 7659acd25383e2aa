package dev.lifeline.gateway.stream;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.log.Reading;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a stream tells its user. */
public sealed interface Frame {

    /** What a client stores once it has this frame; null where it has no cursor. */
    default @Nullable Cursor stored() {
        return switch (this) {
            case Welcome f -> f.cursor();
            case Live f -> f.cursor();
            case History f -> f.cursor();
            case CaughtUp f -> f.cursor();
            case Heartbeat f -> f.cursor();
            case Gap f -> f.to();
            case GoAway _, Refusal _ -> null;
        };
    }

    /** As the contract names it. */
    default String kind() {
        return switch (this) {
            case Welcome _ -> "welcome";
            case Live _ -> "event";
            case History _ -> "events";
            case CaughtUp _ -> "caught_up";
            case Heartbeat _ -> "heartbeat";
            case Gap _ -> "gap";
            case GoAway _ -> "goaway";
            case Refusal _ -> "error";
        };
    }

    /** The events in it. */
    default List<Reading.Event> events() {
        return switch (this) {
            case Live f -> List.of(f.event());
            case History f -> f.events;
            case Welcome _, CaughtUp _, Heartbeat _, Gap _, GoAway _, Refusal _ -> List.of();
        };
    }

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
