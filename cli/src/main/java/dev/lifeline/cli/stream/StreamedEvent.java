package dev.lifeline.cli.stream;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An event as the gateway renders it.
 *
 * @param sequence 1, 2, 3 … within the run
 * @param data the fields of the event's type
 */
public record StreamedEvent(
        String runId, long sequence, String type, String agent, Instant occurredAt, JsonNode data) {

    public static StreamedEvent of(JsonNode json) {
        return new StreamedEvent(
                json.path("runId").asText(),
                json.path("sequence").asLong(),
                json.path("type").asText(),
                json.path("agent").asText(),
                Instant.parse(json.path("occurredAt").asText()),
                json.path("data"));
    }

    /** Whether the run ends with this event. */
    public boolean isLast() {
        return type.equals("agent_completed");
    }
}
