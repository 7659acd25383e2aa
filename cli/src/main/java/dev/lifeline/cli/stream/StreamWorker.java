package dev.lifeline.cli.stream;

import java.net.http.HttpClient;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Connects, hands on what arrives, and connects again after the last cursor, until there is an end.
 */
final class StreamWorker implements Runnable {

    /** Where signals go; slow when the reader is. */
    @FunctionalInterface
    interface Output {
        void put(StreamSignal signal) throws InterruptedException;
    }

    private static final int FIRST_SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpClient client;
    private final Output output;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());
    private StreamRequest request;

    StreamWorker(HttpClient client, StreamRequest request, Output output) {
        this.client = client;
        this.request = request;
        this.output = output;
    }

    @Override
    public void run() {
        try {
            while (connectAndRead()) {
                // Each round is one connection.
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // closed by its reader, who expects no signal
        }
    }

    /** True if another connection is to be tried. */
    private boolean connectAndRead() throws InterruptedException {
        return switch (oneConnection()) {
            case ConnectionEnd.Completed() -> {
                output.put(new StreamSignal.Completed());
                yield false;
            }
            case ConnectionEnd.Rejected(var reason) -> {
                output.put(new StreamSignal.Rejected(reason));
                yield false;
            }
            case ConnectionEnd.Lost lost -> {
                waitAfter(lost);
                yield true;
            }
        };
    }

    private void waitAfter(ConnectionEnd.Lost lost) throws InterruptedException {
        backoff.ended(lost.lifetime());
        Duration delay = lost.delay().orElseGet(backoff::next);
        output.put(new StreamSignal.Disconnected(lost.reason(), delay));
        Thread.sleep(delay);
    }

    private ConnectionEnd oneConnection() throws InterruptedException {
        try (var connection = Connection.open(client, request)) {
            return new FrameLoop(connection, output, this::moveTo).read();
        } catch (CompletionException failure) {
            return notConnected(failure.getCause() == null ? failure : failure.getCause());
        }
    }

    private void moveTo(String cursor) {
        request = request.after(cursor);
    }

    private static ConnectionEnd notConnected(Throwable cause) {
        if (cause instanceof WebSocketHandshakeException handshake) {
            int status = handshake.getResponse().statusCode();
            if (status < FIRST_SERVER_ERROR && status != TOO_MANY_REQUESTS) {
                return new ConnectionEnd.Rejected("HTTP status " + status);
            }
            return lost("HTTP status " + status);
        }
        String message = cause.getMessage();
        return lost(message == null ? cause.getClass().getSimpleName() : message);
    }

    private static ConnectionEnd.Lost lost(String reason) {
        return new ConnectionEnd.Lost(reason, Optional.empty(), Duration.ZERO);
    }
}
