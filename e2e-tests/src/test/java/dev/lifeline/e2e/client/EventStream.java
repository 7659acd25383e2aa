package dev.lifeline.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/** One WebSocket to the gateway, and all that came over it. */
public final class EventStream implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final Duration GLANCE = Duration.ofMillis(5);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final FrameRecorder recorder;
    private final WebSocket socket;

    private EventStream(FrameRecorder recorder, WebSocket socket) {
        this.recorder = recorder;
        this.socket = socket;
    }

    /** Connects; what the server thinks of it shows in the frames and the close code. */
    static EventStream open(
            URI gateway, @Nullable String token, String query, FrameRecorder recorder) {
        var builder = HTTP.newWebSocketBuilder().subprotocols("lifeline.v1").connectTimeout(LIMIT);
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        var uri = URI.create(gateway.toString().replaceFirst("^http", "ws") + "/v1/stream" + query);
        return new EventStream(recorder, builder.buildAsync(uri, recorder).join());
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /** All frames so far, in their order. */
    public List<JsonNode> frames() {
        return recorder.frames();
    }

    /** All events so far, in their order, however they were framed. */
    public List<JsonNode> events() {
        return frames().stream().flatMap(EventStream::eventsOf).toList();
    }

    /** The events of one run so far. */
    public List<JsonNode> events(String runId) {
        return events().stream().filter(e -> e.required("runId").asText().equals(runId)).toList();
    }

    /** The newest cursor: where a client goes on from. */
    public String cursor() {
        return frames().stream()
                .flatMap(frame -> Stream.of(frame.path("cursor"), frame.path("to")))
                .filter(JsonNode::isTextual)
                .reduce((_, last) -> last)
                .orElseThrow()
                .asText();
    }

    public EventStream awaitWelcome() {
        awaitFrame("welcome");
        return this;
    }

    /** Waits until a frame of that kind has come, and returns the first. */
    public JsonNode awaitFrame(String kind) {
        return await(
                "a frame of kind " + kind,
                this::frames,
                frame -> frame.path("kind").asText().equals(kind));
    }

    /** Waits until the run has had an event of that type, and returns the first. */
    public JsonNode awaitEvent(String runId, String type) {
        return await(
                type + " of run " + runId,
                () -> events(runId),
                event -> event.path("type").asText().equals(type));
    }

    /** Waits until the run has ended, and returns all its events that came here. */
    public List<JsonNode> awaitEnd(String runId) {
        awaitEvent(runId, "agent_completed");
        return events(runId);
    }

    /** Waits until the connection is gone; 1006 if nobody said why. */
    public int awaitClosed() {
        Awaitility.await("the connection ends")
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(GLANCE)
                .until(recorder::isClosed);
        return recorder.closeCode();
    }

    public String closeReason() {
        return recorder.closeReason();
    }

    public boolean isOpen() {
        return !recorder.isClosed();
    }

    public void send(String text) {
        socket.sendText(text, true).join();
    }

    public void send(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    @Override
    public void close() {
        socket.abort();
        recorder.requireDocumented();
    }

    private JsonNode await(
            String what, Supplier<List<JsonNode>> source, Predicate<JsonNode> wanted) {
        try {
            return Awaitility.await(what)
                    .atMost(LIMIT)
                    .until(
                            () -> source.get().stream().filter(wanted).findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "%s has not come; these have (closed: %s): %s"
                            .formatted(what, recorder.closeCode(), frames()),
                    e);
        }
    }

    static Stream<JsonNode> eventsOf(JsonNode frame) {
        return switch (frame.path("kind").asText()) {
            case "event" -> Stream.of(frame.required("event"));
            case "events" -> frame.required("events").valueStream();
            default -> Stream.of();
        };
    }
}
