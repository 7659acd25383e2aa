package dev.lifeline.gateway.web;

import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.stream.Frame;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * Writes a stream's frames into an HTTP answer, the head before the first of them. Of a stream that
 * is resumed the first is held until there is more to say: if there never is, the answer is that
 * the client need not come back. Confined to the call's event loop.
 */
final class AnswerWriter {

    private static final int NO_MORE = 204;

    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final boolean hasChunks;
    private final Outbox outbox;
    private final StreamFormat format;
    private @Nullable Frame held;
    private @Nullable Cursor stored;

    AnswerWriter(HttpServerRequest request, Outbox outbox, StreamFormat format) {
        this.request = request;
        this.response = request.response();
        this.hasChunks = request.version() != HttpVersion.HTTP_1_0;
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
        end();
    }

    /** Ends it before all is said. */
    void breakOff() {
        writeHead();
        if (hasChunks) {
            format.breakOff(response);
        } else {
            end();
        }
    }

    /** Where there are no chunks, the connection's end is the answer's. */
    private void end() {
        var ended = response.end();
        if (!hasChunks) {
            ended.onComplete(done -> request.connection().close());
        }
    }

    private void writeHead() {
        if (response.headWritten()) {
            return;
        }
        response.putHeader("Content-Type", format.mediaType());
        response.putHeader("Cache-Control", "no-store");
        response.putHeader("X-Accel-Buffering", "no");
        // HTTP/1.0, which proxies still speak: the head goes with the first of the body.
        if (hasChunks) {
            response.setChunked(true);
            var _ = response.writeHead();
        }
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
