package dev.lifeline.schemas.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * The Avro schemas as they are written in {@code schemas/src/main/avro}: with their docs, and with
 * nothing that is for Java only.
 *
 * @param records what stands in topics, by name; each schema is complete
 */
record ContractRecords(List<Schema> records) {

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

    /** What records share; nothing on its own. */
    private static final List<String> SHARED = List.of("ErrorDetail", "Usage");

    /** In JSON they stand in an event's data, where they say anything. */
    static final Set<String> MARKS = Set.of("truncated", "redacted");

    ContractRecords {
        records = List.copyOf(records);
    }

    static ContractRecords read(Path root) {
        var directory = root.resolve("schemas/src/main/avro");
        var parser = new Schema.Parser();
        try (var files = Files.list(directory)) {
            for (var name : SHARED) {
                parser.parse(directory.resolve(name + ".avsc").toFile());
            }
            var records = new ArrayList<Schema>();
            for (var file : files.sorted().toList()) {
                if (!SHARED.contains(file.getFileName().toString().replace(".avsc", ""))) {
                    records.add(parser.parse(file.toFile()));
                }
            }
            return new ContractRecords(records);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
