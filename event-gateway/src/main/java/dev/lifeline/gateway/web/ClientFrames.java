package dev.lifeline.gateway.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.cursor.MalformedCursorException;
import dev.lifeline.gateway.limit.FrameLimit;

/** What clients say on their WebSockets; whatever they say, the connection lives. */
final class ClientFrames {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final SocketConnection connection;
    private final int longest;
    private final FrameLimit limit;

    ClientFrames(SocketConnection connection, int longest, FrameLimit limit) {
        this.connection = connection;
        this.longest = longest;
        this.limit = limit;
    }

    void binary() {
        if (isTaken()) {
            connection.refuseFrame(
                    "binary", "Send text frames with JSON; binary frames mean nothing.");
        }
    }

    void text(String text) {
        if (isTaken()) {
            take(text);
        }
    }

    private boolean isTaken() {
        return switch (limit.next()) {
            case TAKE -> true;
            case REFUSE -> {
                connection.refuseFrame(
                        "too_many_frames", "You send too many frames; this one was not read.");
                yield false;
            }
            case CLOSE -> {
                connection.tooManyFrames();
                yield false;
            }
        };
    }

    private void take(String text) {
        if (text.length() > longest) {
            connection.refuseFrame(
                    "too_large", "A frame may have %d characters at most.".formatted(longest));
            return;
        }
        JsonNode frame;
        try {
            frame = MAPPER.readTree(text);
        } catch (JacksonException e) {
            connection.refuseFrame("not_json", "A frame must be one JSON object.");
            return;
        }
        dispatch(frame);
    }

    private void dispatch(JsonNode frame) {
        switch (frame.path("kind").asText("")) {
            case "ack" -> acknowledge(frame.path("cursor").asText(""));
            case "authenticate" -> connection.renew(frame.path("token").asText(""));
            default ->
                    connection.refuseFrame(
                            "unknown_frame", "Known kinds of frames are ack and authenticate.");
        }
    }

    private void acknowledge(String cursor) {
        try {
            connection.confirm(CursorCodec.decode(cursor));
        } catch (MalformedCursorException e) {
            connection.refuseFrame("bad_cursor", "The cursor is damaged: " + e.getMessage() + ".");
        }
    }
}
