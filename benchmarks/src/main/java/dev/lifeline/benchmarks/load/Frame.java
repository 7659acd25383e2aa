package dev.lifeline.benchmarks.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a frame of {@code lifeline.v1} says, as far as it matters here.
 *
 * @param cursor to store once its events have been taken; null where it has none
 */
record Frame(String kind, @Nullable String cursor, List<Shown> events) {

    private static final JsonFactory JSON = new JsonFactory();

    static Frame read(byte[] text) throws IOException {
        String kind = "";
        String cursor = null;
        var events = new ArrayList<Shown>();
        try (var parser = JSON.createParser(text)) {
            open(parser, parser.nextToken());
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (name) {
                    case "kind" -> kind = parser.getText();
                    case "cursor" -> cursor = parser.getText();
                    case "event" -> events.add(event(parser, value));
                    case "events" -> {
                        for (value = parser.nextToken();
                                value != JsonToken.END_ARRAY;
                                value = parser.nextToken()) {
                            events.add(event(parser, value));
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
        }
        return new Frame(kind, cursor, events);
    }

    private static Shown event(JsonParser parser, JsonToken value) throws IOException {
        open(parser, value);
        String tenantId = "";
        String userId = "";
        String runId = "";
        long sequence = 0;
        String type = "";
        String occurredAt = "";
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "tenantId" -> tenantId = parser.getText();
                case "userId" -> userId = parser.getText();
                case "runId" -> runId = parser.getText();
                case "sequence" -> sequence = parser.getLongValue();
                case "type" -> type = parser.getText();
                case "occurredAt" -> occurredAt = parser.getText();
                default -> parser.skipChildren();
            }
        }
        return new Shown(tenantId, userId, runId, sequence, type, occurredAt);
    }

    private static void open(JsonParser parser, @Nullable JsonToken token) throws IOException {
        if (token != JsonToken.START_OBJECT) {
            throw new IOException("no object where one belongs, at " + parser.currentLocation());
        }
    }
}
