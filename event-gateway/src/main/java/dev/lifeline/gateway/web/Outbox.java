package dev.lifeline.gateway.web;

import io.vertx.core.http.ServerWebSocket;

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

    /** Counts what waits no longer; nothing of it will be sent. */
    synchronized void close() {
        if (!closed) {
            closed = true;
            metrics.queued(-waiting);
        }
    }

    private synchronized void count(long bytes) {
        if (!closed) {
            waiting += bytes;
            metrics.queued(bytes);
        }
    }
}
