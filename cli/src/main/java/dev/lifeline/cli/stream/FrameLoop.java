package dev.lifeline.cli.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads one connection to its end: hands on what arrives, and keeps the cursor behind it. */
final class FrameLoop {

    /** Heartbeats that may fail to come before the connection is taken for dead. */
    private static final int MISSED_HEARTBEATS = 3;

    private final Connection connection;
    private final StreamWorker.Output output;
    private final Consumer<String> cursors;
    private final FrameReader frames = new FrameReader();
    private final long connectedAt = System.nanoTime();
    private Duration patience = Duration.ofSeconds(30);
    private boolean welcomed;
    private Optional<Duration> askedDelay = Optional.empty();

    /**
     * Reads a connection.
     *
     * @param cursors told of each place from which the stream can be resumed
     */
    FrameLoop(Connection connection, StreamWorker.Output output, Consumer<String> cursors) {
        this.connection = connection;
        this.output = output;
        this.cursors = cursors;
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
        } catch (JsonProcessingException | DateTimeException failure) {
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
            cursors.accept(cursor);
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
