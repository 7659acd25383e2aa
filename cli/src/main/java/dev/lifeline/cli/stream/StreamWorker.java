package dev.lifeline.cli.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
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
    private final FrameReader frames = new FrameReader();
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
            return new FrameLoop(connection).read();
        } catch (CompletionException failure) {
            return notConnected(failure.getCause() == null ? failure : failure.getCause());
        }
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

    /** What one connection is known to be like. */
    private final class FrameLoop {

        /** Heartbeats that may fail to come before the connection is taken for dead. */
        private static final int MISSED_HEARTBEATS = 3;

        private final Connection connection;
        private final long connectedAt = System.nanoTime();
        private Duration patience = Duration.ofSeconds(30);
        private boolean welcomed;
        private Optional<Duration> askedDelay = Optional.empty();

        FrameLoop(Connection connection) {
            this.connection = connection;
        }

        ConnectionEnd read() throws InterruptedException {
            while (true) {
                Optional<Arrival> arrival = connection.next(patience);
                if (arrival.isEmpty()) {
                    return lostNow("silent for " + patience.toSeconds() + " s");
                }
                switch (arrival.get()) {
                    case Arrival.Text(var text) -> {
                        Optional<ConnectionEnd> end = accept(text);
                        if (end.isPresent()) {
                            return end.get();
                        }
                    }
                    case Arrival.Closed(var code, var reason) -> {
                        return closed(code, reason);
                    }
                    case Arrival.Broken(var cause) -> {
                        return lostNow(String.valueOf(cause.getMessage()));
                    }
                }
            }
        }

        private Optional<ConnectionEnd> accept(String text) throws InterruptedException {
            try {
                accept(frames.read(text));
                return Optional.empty();
            } catch (JsonProcessingException | java.time.DateTimeException failure) {
                return Optional.of(
                        new ConnectionEnd.Rejected("unreadable frame: " + failure.getMessage()));
            }
        }

        /** The cursor moves only after its events have been handed on. */
        private void accept(Frame frame) throws InterruptedException {
            switch (frame) {
                case Frame.Welcome(var connectionId, var cursor, var heartbeat) -> {
                    welcomed = true;
                    patience = heartbeat.multipliedBy(MISSED_HEARTBEATS);
                    moveTo(cursor);
                    output.put(new StreamSignal.Connected(connectionId));
                }
                case Frame.Events(var cursor, var events) -> {
                    output.put(new StreamSignal.Events(cursor, events));
                    moveTo(cursor);
                }
                case Frame.CaughtUp(var cursor) -> {
                    output.put(new StreamSignal.CaughtUp(cursor));
                    moveTo(cursor);
                }
                case Frame.Gap(var from, var to, var reason) -> {
                    output.put(new StreamSignal.Gap(from, to, reason));
                    moveTo(to);
                }
                case Frame.Heartbeat(var cursor) -> moveTo(cursor);
                case Frame.GoAway(var delay, var _) -> askedDelay = Optional.of(delay);
                case Frame.Refusal _, Frame.Unknown _ -> {
                    // This client sends no frames, and passes over what a later server adds.
                }
            }
        }

        private void moveTo(String cursor) {
            if (!cursor.isEmpty()) {
                request = request.after(cursor);
            }
        }

        private ConnectionEnd closed(int code, String reason) {
            String why = reason.isEmpty() ? "closed with " + code : reason + " (" + code + ")";
            return switch (CloseVerdict.of(code, welcomed)) {
                case COMPLETED -> new ConnectionEnd.Completed();
                case REJECTED -> new ConnectionEnd.Rejected(why);
                case RECONNECT -> lostNow(why);
            };
        }

        private ConnectionEnd.Lost lostNow(String reason) {
            var lifetime = Duration.ofNanos(System.nanoTime() - connectedAt);
            return new ConnectionEnd.Lost(reason, askedDelay, lifetime);
        }
    }
}
