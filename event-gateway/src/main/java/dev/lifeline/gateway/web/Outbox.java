package dev.lifeline.gateway.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/**
 * Sends texts on one connection, and counts what the network has not taken yet. Whoever writes asks
 * the connection first whether there is room.
 */
final class Outbox {

    private final Function<String, Future<Void>> writer;
    private final HttpConnection connection;
    private final GatewayMetrics metrics;
    private final Clock clock;
    private long waiting;
    private Instant progressAt;
    private boolean closed;
    private boolean lost;

    Outbox(
            Function<String, Future<Void>> writer,
            HttpConnection connection,
            GatewayMetrics metrics,
            Clock clock) {
        this.writer = writer;
        this.connection = connection;
        this.metrics = metrics;
        this.clock = clock;
        this.progressAt = clock.instant();
    }

    void send(String text) {
        begin(text.length());
        writer.apply(text).onFailure(this::failed).onComplete(done -> taken(text.length()));
    }

    /** Takes note of an error: it may say that the peer has acknowledged nothing for too long. */
    void failed(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains("timed out")) {
                lost();
                return;
            }
        }
    }

    /** Counts the client as lost; however that was found out, and once. */
    synchronized void lost() {
        if (!lost) {
            lost = true;
            metrics.lostClient();
        }
    }

    /** Whether something has been waiting since then, and the network has taken nothing. */
    synchronized boolean isStuckSince(Instant time) {
        return !closed && waiting > 0 && !progressAt.isAfter(time);
    }

    /**
     * Ends the connection without a word, if it is still there: a farewell would wait behind what
     * the client does not read. Vert.x' own ways of closing wait for it; the channel does not.
     */
    void cut() {
        if (!isClosed() && connection instanceof ConnectionBase inner) {
            var _ = inner.channelHandlerContext().close();
        }
    }

    /** Counts what waits no longer; nothing of it will be sent. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            metrics.queued(-waiting);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void begin(long bytes) {
        if (waiting == 0) {
            progressAt = clock.instant();
        }
        count(bytes);
    }

    private synchronized void taken(long bytes) {
        progressAt = clock.instant();
        count(-bytes);
    }

    private void count(long bytes) {
        if (!closed) {
            waiting += bytes;
            metrics.queued(bytes);
        }
    }
}
