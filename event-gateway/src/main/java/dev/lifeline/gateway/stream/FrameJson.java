package dev.lifeline.gateway.stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.log.Reading;
import java.util.stream.Collectors;

/** Frames as the JSON texts of the protocol {@code lifeline.v1}. */
public final class FrameJson {

    /** The protocol's name. */
    public static final String PROTOCOL = "lifeline.v1";

    private FrameJson() {}

    public static String text(Frame frame) {
        return switch (frame) {
            case Frame.Welcome f ->
                    "{\"kind\":\"welcome\",\"protocol\":\"%s\",\"connectionId\":%s,\"cursor\":%s,\"heartbeatSeconds\":%d}"
                            .formatted(
                                    PROTOCOL,
                                    quoted(f.connectionId()),
                                    cursor(f.cursor()),
                                    f.heartbeat().toSeconds());
            case Frame.Live f ->
                    "{\"kind\":\"event\",\"cursor\":"
                            + cursor(f.cursor())
                            + ",\"event\":"
                            + f.event().json()
                            + "}";
            case Frame.History f ->
                    f.events().stream()
                            .map(Reading.Event::json)
                            .collect(
                                    Collectors.joining(
                                            ",",
                                            "{\"kind\":\"events\",\"cursor\":"
                                                    + cursor(f.cursor())
                                                    + ",\"events\":[",
                                            "]}"));
            case Frame.CaughtUp f -> withCursor("caught_up", f.cursor());
            case Frame.Heartbeat f -> withCursor("heartbeat", f.cursor());
            case Frame.Gap f ->
                    "{\"kind\":\"gap\",\"from\":%s,\"to\":%s,\"reason\":\"%s\"}"
                            .formatted(cursor(f.from()), cursor(f.to()), f.reason().text());
            case Frame.GoAway f ->
                    "{\"kind\":\"goaway\",\"reconnectAfterMs\":%d,\"reason\":%s}"
                            .formatted(f.reconnectAfter().toMillis(), quoted(f.reason()));
            case Frame.Refusal f ->
                    "{\"kind\":\"error\",\"code\":%s,\"message\":%s}"
                            .formatted(quoted(f.code()), quoted(f.message()));
        };
    }

    private static String withCursor(String kind, Cursor cursor) {
        return "{\"kind\":\"%s\",\"cursor\":%s}".formatted(kind, cursor(cursor));
    }

    private static String cursor(Cursor cursor) {
        return '"' + CursorCodec.encode(cursor) + '"';
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
