package dev.lifeline.gateway.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.gateway.log.Reading;
import java.util.Optional;

/** Looks into the JSON of events that have been rendered. */
final class EventFields {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EventFields() {}

    static JsonNode of(Reading.Event event) {
        try {
            return MAPPER.readTree(event.json());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that was rendered here is no JSON", e);
        }
    }

    /** A text of the envelope. */
    static Optional<String> text(Reading.Event event, String name) {
        return Optional.ofNullable(of(event).path(name).textValue());
    }
}
