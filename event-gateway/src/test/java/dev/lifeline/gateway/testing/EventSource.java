package dev.lifeline.gateway.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.schemas.contract.JsonContract;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A client of server-sent events that remembers all it was sent, and fails its test if a frame was
 * not as documented. It does not come back by itself.
 */
public final class EventSource implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final HttpResponse<Stream<String>> response;
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private volatile boolean ended;
    private volatile @Nullable AssertionError undocumented;

    /**
     * One event of the stream.
     *
     * @param retry milliseconds; empty where it has none
     */
    public record Message(String event, String id, String retry, JsonNode data) {}

    private EventSource(HttpResponse<Stream<String>> response) {
        this.response = response;
        Thread.ofVirtual().start(this::read);
    }

    public static EventSource open(URI uri, String token, String... headers) {
        var request =
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "text/event-stream");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new EventSource(HTTP.sendAsync(request.build(), BodyHandlers.ofLines()).join());
    }

    public int status() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse("");
    }

    public List<Message> messages() {
        var failure = undocumented;
        if (failure != null) {
            throw failure;
        }
        return List.copyOf(messages);
    }

    public List<Message> messages(String event) {
        return messages().stream().filter(m -> m.event().equals(event)).toList();
    }

    /** The ids of all events shown so far, in the order in which they were shown. */
    public List<String> eventIds() {
        return messages().stream()
                .flatMap(m ->
                        m.event().equals("event")
                                ? Stream.of(m.data().path("event"))
                                : m.data().path("events").valueStream())
                .map(event -> event.path("id").asText())
                .toList();
    }

    /** What a client of the standard would send as Last-Event-ID. */
    public String lastEventId() {
        return messages().stream()
                .map(Message::id)
                .filter(id -> !id.isEmpty())
                .reduce("", (before, id) -> id);
    }

    public Message awaitMessage(String event) {
        soon("a message " + event).until(() -> !messages(event).isEmpty());
        return messages(event).getFirst();
    }

    public void awaitEvents(int count) {
        soon(count + " events").until(() -> eventIds().size() >= count);
    }

    public void awaitEnd() {
        soon("the stream ends").until(() -> ended);
    }

    private static ConditionFactory soon(String what) {
        return await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10));
    }

    public boolean isOpen() {
        return !ended;
    }

    /** Goes away without a word. */
    @Override
    public void close() {
        response.body().close();
        messages();
    }

    private void read() {
        try (var lines = response.body()) {
            if (header("Content-Type").equals("text/event-stream")) {
                lines.forEach(new Parser()::take);
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            // Cut off, by either side: that is an end too.
        } finally {
            ended = true;
        }
    }

    private final class Parser {

        private String event = "";
        private String id = "";
        private String retry = "";
        private String data = "";

        void take(String line) {
            int colon = line.indexOf(": ");
            if (colon < 0) {
                dispatch();
                return;
            }
            var value = line.substring(colon + 2);
            switch (line.substring(0, colon)) {
                case "event" -> event = value;
                case "id" -> id = value;
                case "retry" -> retry = value;
                case "data" -> data = value;
                default -> undocumented = new AssertionError("an unknown field: " + line);
            }
        }

        private void dispatch() {
            try {
                var frame = JsonContract.strict().frame(data);
                messages.add(new Message(event, id, retry, frame));
            } catch (AssertionError e) {
                undocumented = e;
            }
            event = "";
            id = "";
            retry = "";
            data = "";
        }
    }
}
