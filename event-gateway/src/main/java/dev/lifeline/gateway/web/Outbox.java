package dev.lifeline.gateway.web;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Sends texts on one WebSocket, and counts what the network has not taken yet. Whoever writes asks
 * the socket first whether there is room.
 */
final class Outbox {

    private final ServerWebSocket socket;
    private final HttpConnection connection;
    private final GatewayMetrics metrics;
    private long waiting;
    private boolean closed;

    Outbox(ServerWebSocket socket, HttpConnection connection, GatewayMetrics metrics) {
        this.socket = socket;
        this.connection = connection;
        this.metrics = metrics;
    }

    void send(String text) {
        count(text.length());
        socket.writeTextMessage(text).onComplete(done -> count(-text.length()));
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

    private synchronized void count(long bytes) {
        if (!closed) {
            waiting += bytes;
            metrics.queued(bytes);
        }
    }
}
