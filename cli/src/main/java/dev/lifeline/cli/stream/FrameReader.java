package dev.lifeline.cli.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads frames from their JSON. */
final class FrameReader {

    private static final int DEFAULT_HEARTBEAT_SECONDS = 10;

    private final ObjectMapper json = new ObjectMapper();

    Frame read(String text) throws JsonProcessingException {
        JsonNode frame = json.readTree(text);
        String kind = frame.path("kind").asText();
        String cursor = frame.path("cursor").asText();
        return switch (kind) {
            case "welcome" ->
                    new Frame.Welcome(
                            frame.path("connectionId").asText(), cursor, heartbeat(frame));
            case "event" ->
                    new Frame.Events(cursor, List.of(StreamedEvent.of(frame.path("event"))));
            case "events" -> new Frame.Events(cursor, events(frame.path("events")));
            case "caught_up" -> new Frame.CaughtUp(cursor);
            case "heartbeat" -> new Frame.Heartbeat(cursor);
            case "gap" -> gap(frame);
            case "goaway" -> goAway(frame);
            case "error" ->
                    new Frame.Refusal(frame.path("code").asText(), frame.path("message").asText());
            default -> new Frame.Unknown(kind);
        };
    }

    private static Duration heartbeat(JsonNode frame) {
        return Duration.ofSeconds(frame.path("heartbeatSeconds").asInt(DEFAULT_HEARTBEAT_SECONDS));
    }

    private static List<StreamedEvent> events(JsonNode array) {
        var events = new ArrayList<StreamedEvent>(array.size());
        array.forEach(event -> events.add(StreamedEvent.of(event)));
        return events;
    }

    private static Frame.Gap gap(JsonNode frame) {
        return new Frame.Gap(
                frame.path("from").asText(),
                frame.path("to").asText(),
                frame.path("reason").asText());
    }

    private static Frame.GoAway goAway(JsonNode frame) {
        return new Frame.GoAway(
                Duration.ofMillis(frame.path("reconnectAfterMs").asLong()),
                frame.path("reason").asText());
    }
}
