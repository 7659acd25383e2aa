package dev.lifeline.gateway.web;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.impl.WebSocketInternal;

/**
 * Sends texts on one WebSocket, and counts what the network has not taken yet. Whoever writes asks
 * the socket first whether there is room.
 */
final class Outbox {

    private final ServerWebSocket socket;
    private final GatewayMetrics metrics;
    private long waiting;
    private boolean closed;

    Outbox(ServerWebSocket socket, GatewayMetrics metrics) {
        this.socket = socket;
        this.metrics = metrics;
    }

    void send(String text) {
        count(text.length());
        socket.writeTextMessage(text).onComplete(done -> count(-text.length()));
    }

    /**
     * Ends the connection without a word, if it is still there: a farewell would wait behind what
     * the client does not read. Vert.x offers this in its inner interface only.
     */
    void cut() {
        if (!isClosed()) {
            var _ = ((WebSocketInternal) socket).channelHandlerContext().close();
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
