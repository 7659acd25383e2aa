package dev.lifeline.schemas.docs;

import dev.lifeline.schemas.ContractRecords;
import dev.lifeline.schemas.SchemaText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * The contract's records as documents show them: with their docs, and with nothing that is for Java
 * only.
 *
 * @param records what stands in topics, by name; each schema is complete
 */
record DocumentedRecords(List<Schema> records) {

    static final String EVENT = "AgentEvent";

    /** Which field of an event holds the data of which type. */
    static final Map<String, String> SECTIONS =
            Map.of(
                    "agent_started", "started",
                    "agent_thinking", "thinking",
                    "message_delta", "message",
                    "model_completed", "turn",
                    "tool_executing", "toolCall",
                    "tool_completed", "toolResult",
                    "agent_completed", "completed");

    /** In JSON they stand in an event's data, where they say anything. */
    static final Set<String> MARKS = Set.of("truncated", "redacted");

    DocumentedRecords {
        records = List.copyOf(records);
    }

    static DocumentedRecords current() {
        return new DocumentedRecords(
                ContractRecords.schemas().stream()
                        .map(schema -> new Schema.Parser().parse(SchemaText.of(schema)))
                        .sorted(Comparator.comparing(Schema::getName))
                        .toList());
    }

    Schema record(String name) {
        return records.stream()
                .filter(r -> r.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no record " + name));
    }

    List<Schema> othersThanTheEvent() {
        return records.stream().filter(r -> !r.getName().equals(EVENT)).toList();
    }

    /** The schema of the section that a type's data are in. */
    Schema section(String type) {
        return nonNull(record(EVENT).getField(SECTIONS.get(type)).schema());
    }

    static boolean isSection(Schema.Field field) {
        return SECTIONS.containsValue(field.name());
    }

    /** What a value is, if it is there. */
    static Schema nonNull(Schema schema) {
        return schema.isUnion()
                ? schema.getTypes().stream()
                        .filter(t -> t.getType() != Schema.Type.NULL)
                        .findFirst()
                        .orElseThrow()
                : schema;
    }
}
