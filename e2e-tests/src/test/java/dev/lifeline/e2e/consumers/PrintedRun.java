package dev.lifeline.e2e.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.e2e.client.CompleteRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A run as a foreign consumer printed it: for each record its key, and the event as in Avro. */
public record PrintedRun(List<JsonNode> records) {

    private static final Map<String, String> SECTIONS =
            Map.of(
                    "agent_started", "started",
                    "agent_thinking", "thinking",
                    "message_delta", "message",
                    "model_completed", "turn",
                    "tool_executing", "toolCall",
                    "tool_completed", "toolResult",
                    "agent_completed", "completed");

    /** Text in Avro, JSON values for the user. */
    private static final Set<String> EMBEDDED = Set.of("arguments", "result", "toolCalls");

    private static final Set<String> TIMES = Set.of("occurredAt", "deadline");

    public PrintedRun {
        records = List.copyOf(records);
    }

    /** Fails unless it is the run that the user saw, event for event. */
    public void requireSameAs(CompleteRun seen) {
        assertThat(records).hasSameSizeAs(seen.events());
        for (int i = 0; i < records.size(); i++) {
            requireSame(records.get(i), seen.events().get(i));
        }
    }

    private static void requireSame(JsonNode printed, JsonNode seen) {
        var event = printed.required("event");
        assertThat(printed.required("key").asText())
                .isEqualTo(
                        seen.required("tenantId").asText()
                                + "/"
                                + seen.required("userId").asText());
        requireFields(event, seen, Set.of("data"));
        var section = event.required(SECTIONS.get(seen.required("type").asText()));
        requireFields(section, seen.required("data"), EMBEDDED);
    }

    private static void requireFields(JsonNode printed, JsonNode seen, Set<String> others) {
        for (var field : seen.properties()) {
            if (!others.contains(field.getKey())) {
                assertThat(printed.required(field.getKey()))
                        .as("%s of %s", field.getKey(), printed)
                        .hasToString(expected(field.getKey(), field.getValue()));
            }
        }
    }

    /** The value as it stands in the record: points in time are microseconds since 1970. */
    private static String expected(String name, JsonNode value) {
        return TIMES.contains(name)
                ? Long.toString(
                        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(value.asText())))
                : value.toString();
    }
}
