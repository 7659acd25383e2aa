package dev.lifeline.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.schemas.contract.JsonContract;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An open answer of server-sent events, and all frames that came in it. */
public final class ServerSentEvents implements AutoCloseable {

    private static final String DATA = "data: ";

    private final InputStream body;
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private volatile @Nullable AssertionError undocumented;
    private volatile boolean isOver;

    ServerSentEvents(InputStream body) {
        this.body = body;
        Thread.ofVirtual().start(this::read);
    }

    /** All frames so far, in their order. */
    public List<JsonNode> frames() {
        var failure = undocumented;
        if (failure != null) {
            throw failure;
        }
        return List.copyOf(frames);
    }

    /** All events so far, in their order, however they were framed. */
    public List<JsonNode> events() {
        return frames().stream().flatMap(EventStream::eventsOf).toList();
    }

    /** The newest cursor: where a client goes on from. */
    public String cursor() {
        return frames().reversed().stream()
                .map(frame -> frame.path("cursor"))
                .filter(JsonNode::isTextual)
                .findFirst()
                .orElseThrow()
                .asText();
    }

    /** Whether the service has ended it. */
    public boolean isOver() {
        return isOver;
    }

    private void read() {
        try (var lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)).lines()) {
            lines.filter(line -> line.startsWith(DATA))
                    .map(line -> line.substring(DATA.length()))
                    .forEach(frame -> frames.add(JsonContract.strict().frame(frame)));
            isOver = true;
        } catch (AssertionError e) {
            undocumented = e;
        } catch (UncheckedIOException e) {
            // Closed by either side: what has come has come.
        }
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
