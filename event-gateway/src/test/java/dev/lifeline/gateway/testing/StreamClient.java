package dev.lifeline.gateway.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.schemas.contract.JsonContract;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client of the stream that remembers every frame it was sent, and fails its test if one of them
 * was not as documented.
 */
public final class StreamClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final WebSocket socket;
    private volatile @Nullable AssertionError undocumented;

    /** How the server closed. */
    public record Closed(int code, String reason) {}

    private StreamClient(URI uri, Consumer<WebSocket.Builder> settings) {
        var builder = HttpClient.newHttpClient().newWebSocketBuilder();
        settings.accept(builder);
        this.socket = builder.buildAsync(uri, new Listener()).join();
    }

    /** Connects with a token in the header, as a program would. */
    public static StreamClient connect(URI uri, String token) {
        return new StreamClient(uri, b -> b.header("Authorization", "Bearer " + token));
    }

    /** Connects as a browser would, with these subprotocols and no header of its own. */
    public static StreamClient connect(URI uri, List<String> subprotocols) {
        var rest = subprotocols.subList(1, subprotocols.size()).toArray(String[]::new);
        return new StreamClient(uri, b -> b.subprotocols(subprotocols.getFirst(), rest));
    }

    public static StreamClient anonymous(URI uri) {
        return new StreamClient(uri, b -> {});
    }

    public @Nullable String subprotocol() {
        return socket.getSubprotocol();
    }

    public List<JsonNode> frames() {
        requireDocumented();
        return List.copyOf(frames);
    }

    public List<JsonNode> frames(String kind) {
        return frames().stream().filter(f -> f.path("kind").asText().equals(kind)).toList();
    }

    /** The ids of all events shown so far, in the order in which they were shown. */
    public List<String> eventIds() {
        return events().map(e -> e.path("id").asText()).toList();
    }

    public Stream<JsonNode> events() {
        return frames().stream()
                .flatMap(f ->
                        switch (f.path("kind").asText()) {
                            case "event" -> Stream.of(f.path("event"));
                            case "events" -> f.path("events").valueStream();
                            default -> Stream.empty();
                        });
    }

    public JsonNode awaitFrame(String kind) {
        soon("a frame " + kind).until(() -> !frames(kind).isEmpty());
        return frames(kind).getFirst();
    }

    public void awaitEvents(int count) {
        soon(count + " events").until(() -> events().count() >= count);
    }

    /** Looks at once and often: tests wait for hundreds of frames. */
    private static ConditionFactory soon(String what) {
        return await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10));
    }

    public Closed awaitClose() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    public boolean isOpen() {
        return !closed.isDone();
    }

    /** Sends a frame that is as documented. */
    public void sendFrame(String text) {
        send(JsonContract.strict().clientFrame(text).toString());
    }

    /** Sends whatever it is. */
    public void send(String text) {
        socket.sendText(text, true).join();
    }

    /**
     * Sends one message in that many frames of that text, for as long as the gateway takes them.
     */
    public void sendInFragments(String text, int count) {
        for (int i = 1; i <= count && isOpen(); i++) {
            try {
                socket.sendText(text, i == count).join();
            } catch (CompletionException e) {
                // It has been closed meanwhile, which is for the test to judge.
                return;
            }
        }
    }

    public void sendBinary(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** Cuts the connection without a word. */
    @Override
    public void close() {
        socket.abort();
        requireDocumented();
    }

    private void requireDocumented() {
        var failure = undocumented;
        if (failure != null) {
            throw failure;
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket socket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                take(partial.toString());
                partial.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(new Closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }

        private void take(String text) {
            try {
                frames.add(JsonContract.strict().frame(text));
            } catch (AssertionError e) {
                undocumented = e;
            }
        }
    }
}
