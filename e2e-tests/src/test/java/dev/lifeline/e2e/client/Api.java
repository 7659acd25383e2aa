package dev.lifeline.e2e.client;

import dev.lifeline.schemas.contract.JsonContract;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A service's HTTP interface, as somebody with that token calls it.
 *
 * @param token none if null
 */
public record Api(URI service, @Nullable String token) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, String body) {
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }

    /** The answer to a call for server-sent events that must be let in. */
    public ServerSentEvents serverSentEvents(String path) {
        return new ServerSentEvents(open(path, "text/event-stream"));
    }

    /** The answer to a call for events as lines that must be let in. */
    public EventLines lines(String path) {
        return new EventLines(open(path, "application/x-ndjson"));
    }

    private InputStream open(String path, String mediaType) {
        var request = request(path).header("Accept", mediaType).GET().build();
        try {
            var response = HTTP.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                throw new AssertionError(path + " was answered with " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new AssertionError("no answer from " + request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts a run that must be accepted. */
    public StartedRun start(String agent, String input) {
        return start(Map.of("agent", agent, "input", input));
    }

    /** Starts a run, with a deadline as an ISO-8601 duration, that must be accepted. */
    public StartedRun start(String agent, String input, String deadline) {
        var fields = new TreeMap<>(Map.of("agent", agent, "input", input));
        fields.put("deadline", deadline);
        return start(fields);
    }

    /** The user's events; the query begins with {@code ?} or is empty. */
    public EventStream stream(String query) {
        return streamCutAfter(Integer.MAX_VALUE, query);
    }

    /** The user's events, until so many have come: then the connection is cut, without a word. */
    public EventStream streamCutAfter(int events, String query) {
        return EventStream.open(
                service, token, query, new FrameRecorder(JsonContract.strict(), events));
    }

    /** The user's events, some of which a later release has written. */
    public EventStream streamOfLaterReleases() {
        return EventStream.open(
                service, token, "", new FrameRecorder(JsonContract.published(), Integer.MAX_VALUE));
    }

    /** The status that a WebSocket's handshake is answered with; one that succeeds is cut. */
    public int handshake(String path) {
        var uri = URI.create(service.toString().replaceFirst("^http", "ws") + path);
        var builder = HTTP.newWebSocketBuilder().subprotocols("lifeline.v1");
        try {
            builder.header("Authorization", "Bearer " + token)
                    .buildAsync(uri, new WebSocket.Listener() {})
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw new AssertionError("no answer from " + uri, e);
        }
    }

    private StartedRun start(Map<String, String> fields) {
        var answer = post("/v1/runs", Json.text(fields));
        if (answer.status() != 202) {
            throw new AssertionError("the run was not accepted: " + answer);
        }
        return new StartedRun(
                answer.json().required("runId").asText(),
                answer.json().required("cursor").asText());
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(service.resolve(path)).timeout(PATIENCE);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            return Answer.of(HTTP.send(request.build(), BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError("no answer from " + request.build().uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
