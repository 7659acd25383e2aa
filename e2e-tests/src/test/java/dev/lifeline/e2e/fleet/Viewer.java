package dev.lifeline.e2e.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One user who watches: over as many connections as it takes, each after the cursor that was stored
 * last. Keeps no more than the ids of the events.
 */
final class Viewer {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long RETRY_MILLIS = 200;

    private final HttpClient http;
    private final URI address;
    private final String token;
    private final List<String> seen = new ArrayList<>();
    private @Nullable WebSocket socket;
    private @Nullable String cursor;
    private boolean isLive;
    private boolean isLeaving;
    private int heartbeats;
    private int cuts;

    /**
     * @param address the stream's, with a query
     */
    Viewer(HttpClient http, URI address, String token) {
        this.http = http;
        this.address = address;
        this.token = token;
    }

    /** Connects; done when the connection is open, or has to be tried again. */
    CompletableFuture<?> connect() {
        return http.newWebSocketBuilder()
                .subprotocols("lifeline.v1")
                .connectTimeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .buildAsync(place(), new Line())
                .handle((opened, failure) -> {
                    opened(opened);
                    return null;
                });
    }

    synchronized List<String> seen() {
        return List.copyOf(seen);
    }

    synchronized int count() {
        return seen.size();
    }

    /** Whether it has caught up, and the connection lives. */
    synchronized boolean isLive() {
        return isLive;
    }

    synchronized int heartbeats() {
        return heartbeats;
    }

    /** How many connections have ended, or could not be had. */
    synchronized int cuts() {
        return cuts;
    }

    synchronized void leave() {
        isLeaving = true;
        if (socket != null) {
            socket.abort();
        }
    }

    private synchronized URI place() {
        return cursor == null ? address : URI.create(address + "&cursor=" + cursor);
    }

    private synchronized void opened(@Nullable WebSocket opened) {
        socket = opened;
        if (opened == null) {
            cut();
        } else if (isLeaving) {
            opened.abort();
        }
    }

    private synchronized void cut() {
        cuts++;
        isLive = false;
        if (!isLeaving) {
            CompletableFuture.delayedExecutor(RETRY_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> {
                        var _ = connect();
                    });
        }
    }

    private synchronized void take(JsonNode frame) {
        switch (frame.required("kind").asText()) {
            case "event" -> see(Stream.of(frame.required("event")));
            case "events" -> see(frame.required("events").valueStream());
            case "caught_up" -> isLive = true;
            case "heartbeat" -> heartbeats++;
            default -> {}
        }
        cursor = frame.path("cursor").asText(frame.path("to").asText(cursor));
    }

    private void see(Stream<JsonNode> events) {
        events.forEach(event -> seen.add(event.required("id").asText()));
    }

    /** One of its connections. */
    private final class Line implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                take(Json.parse(partial.toString()));
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            cut();
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            cut();
        }
    }
}
