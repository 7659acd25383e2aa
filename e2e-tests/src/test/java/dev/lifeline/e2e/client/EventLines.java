package dev.lifeline.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An open answer of events as lines of JSON, and all that came in it. */
public final class EventLines implements AutoCloseable {

    /** How far it has come. */
    private enum State {
        OPEN,
        WHOLE,
        CUT_SHORT
    }

    private final InputStream body;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private volatile State state = State.OPEN;

    EventLines(InputStream body) {
        this.body = body;
        Thread.ofVirtual().start(this::read);
    }

    public List<JsonNode> events() {
        return List.copyOf(events);
    }

    /** Whether it has ended as an answer does that is whole. */
    public boolean isWhole() {
        return state == State.WHOLE;
    }

    /** Whether it has ended without its last chunk. */
    public boolean isCutShort() {
        return state == State.CUT_SHORT;
    }

    private void read() {
        try (var lines =
                new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)).lines()) {
            lines.map(Json::parse).forEach(events::add);
            state = State.WHOLE;
        } catch (UncheckedIOException _) {
            state = State.CUT_SHORT;
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
