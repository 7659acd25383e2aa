package dev.lifeline.gateway.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.cursor.MalformedCursorException;
import dev.lifeline.gateway.limit.FrameLimit;
import io.vertx.core.http.WebSocketFrame;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** What clients say on their WebSockets; nearly whatever they say, the connection lives. */
final class ClientFrames {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** More in one message ends the connection, as it does in one frame. */
    private static final int MOST_BYTES = 1024 * 1024;

    private final SocketConnection connection;
    private final int longest;
    private final FrameLimit limit;
    private @Nullable InboundMessage message;

    ClientFrames(SocketConnection connection, int longest, FrameLimit limit) {
        this.connection = connection;
        this.longest = longest;
        this.limit = limit;
    }

    /** Takes a frame of any kind; the network's decoder has seen to their order. */
    void frame(WebSocketFrame frame) {
        if (frame.isText() || frame.isBinary()) {
            message = new InboundMessage(frame.isBinary(), longest);
        } else if (!frame.isContinuation()) {
            return;
        }
        if (!isTaken()) {
            message = null;
            return;
        }
        var current = message;
        if (current != null) {
            current.append(frame.binaryData());
            if (current.length() > MOST_BYTES) {
                message = null;
                connection.tooLarge();
            } else if (frame.isFinal()) {
                message = null;
                take(current);
            }
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

    private void take(InboundMessage message) {
        if (message.isBinary()) {
            connection.refuseFrame(
                    "binary", "Send text frames with JSON; binary frames mean nothing.");
        } else if (message.isTooLong()) {
            refuseLong();
        } else {
            try {
                take(message.text());
            } catch (CharacterCodingException e) {
                connection.badText();
            }
        }
    }

    private void refuseLong() {
        connection.refuseFrame(
                "too_large", "A frame may have %d characters at most.".formatted(longest));
    }

    private void take(String text) {
        if (text.length() > longest) {
            refuseLong();
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
