package dev.lifeline.gateway.web;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.stream.Frame;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream's frames into an HTTP answer, the head before the first of them. Of a stream that
 * is resumed the first is held until there is more to say: if there never is, the answer is that
 * the client need not come back. Confined to the call's event loop.
 */
final class AnswerWriter {

    private static final int NO_MORE = 204;

    private final HttpServerResponse response;
    private final Outbox outbox;
    private final StreamFormat format;
    private @Nullable Frame held;
    private @Nullable Cursor stored;

    AnswerWriter(HttpServerResponse response, Outbox outbox, StreamFormat format) {
        this.response = response;
        this.outbox = outbox;
        this.format = format;
    }

    /** What a client has stored by now; null before the first frame. */
    @Nullable Cursor stored() {
        return stored;
    }

    /** Writes the first frame, once another follows. */
    void hold(Frame first) {
        held = first;
    }

    void write(Frame frame) {
        writeHead();
        var first = held;
        if (first != null) {
            held = null;
            writeText(first);
        }
        writeText(frame);
    }

    /** Ends it: all is said. */
    void finish() {
        if (held != null && format == StreamFormat.EVENTS) {
            response.setStatusCode(NO_MORE);
        } else {
            writeHead();
        }
        response.end();
    }

    /** Ends it before all is said. */
    void breakOff() {
        writeHead();
        format.breakOff(response);
    }

    private void writeHead() {
        if (response.headWritten()) {
            return;
        }
        response.putHeader("Content-Type", format.mediaType());
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("X-Accel-Buffering", "no");
        response.setChunked(true);
        var _ = response.writeHead();
    }

    private void writeText(Frame frame) {
        var cursor = frame.stored();
        stored = cursor == null ? stored : cursor;
        var text = format.text(frame);
        if (!text.isEmpty()) {
            outbox.send(text);
        }
    }
}
