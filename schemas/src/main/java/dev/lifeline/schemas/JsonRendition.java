package dev.lifeline.schemas;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.lifeline.schemas.avro.AgentEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * The contract's records as JSON, on one line. An event has its envelope's fields, nulls included,
 * then {@code data} with the fields of its section; every other record has all its fields.
 */
public final class JsonRendition {

    private static final String EVENT = AgentEvent.getClassSchema().getFullName();
    private static final String TRUNCATED = "truncated";
    private static final String REDACTED = "redacted";

    private final ObjectMapper mapper =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /** The record as UTF-8 JSON. */
    public byte[] render(IndexedRecord record) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = mapper.createGenerator(bytes)) {
            write(record, json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private void write(IndexedRecord record, JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (record.getSchema().getFullName().equals(EVENT)) {
            writeEnvelope(record, json);
            json.writeObjectFieldStart("data");
            writeData(record, json);
            json.writeEndObject();
        } else {
            writeFields(record, json);
        }
        json.writeEndObject();
    }

    private void writeEnvelope(IndexedRecord event, JsonGenerator json) throws IOException {
        for (var field : event.getSchema().getFields()) {
            if (!isSection(field) && !isMark(field)) {
                writeField(field.name(), event.get(field.pos()), json);
            }
        }
    }

    /** Also of a type that this release does not know: what is a record is a section. */
    private static boolean isSection(Schema.Field field) {
        if (!field.schema().isUnion()) {
            return false;
        }
        // Asked for each field of each event: a stream here took a seventh of a gateway's time.
        for (var branch : field.schema().getTypes()) {
            if (branch.getType() == Schema.Type.RECORD) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMark(Schema.Field field) {
        return field.name().equals(TRUNCATED) || field.name().equals(REDACTED);
    }

    private void writeData(IndexedRecord event, JsonGenerator json) throws IOException {
        var truncated = get(event, TRUNCATED) instanceof Map<?, ?> map ? map : Map.of();
        var cut = truncated.keySet().stream().map(Object::toString).collect(Collectors.toSet());
        for (var field : event.getSchema().getFields()) {
            if (isSection(field) && event.get(field.pos()) instanceof IndexedRecord section) {
                writeSection(section, cut, json);
            }
        }
        if (!cut.isEmpty()) {
            writeField(TRUNCATED, truncated, json);
        }
        if (Boolean.TRUE.equals(get(event, REDACTED))) {
            json.writeBooleanField(REDACTED, true);
        }
    }

    private static @Nullable Object get(IndexedRecord record, String name) {
        return record.get(record.getSchema().getField(name).pos());
    }

    private void writeSection(IndexedRecord section, Set<String> cut, JsonGenerator json)
            throws IOException {
        for (var field : section.getSchema().getFields()) {
            Object value = section.get(field.pos());
            if (holdsJson(section, field) && value instanceof CharSequence text) {
                json.writeFieldName(field.name());
                writeJson(text.toString(), cut.contains(field.name()), json);
            } else {
                writeField(field.name(), value, json);
            }
        }
    }

    /** Tools' arguments and results are JSON; a run's result is the text of an answer. */
    private static boolean holdsJson(IndexedRecord section, Schema.Field field) {
        return switch (section.getSchema().getName()) {
            case "ToolCall" -> field.name().equals("arguments");
            case "ToolResult" -> field.name().equals("result");
            default -> false;
        };
    }

    private void writeJson(String text, boolean cut, JsonGenerator json) throws IOException {
        var value = cut ? null : parsed(text);
        if (value == null) {
            json.writeString(text);
        } else {
            mapper.writeTree(json, value);
        }
    }

    private @Nullable JsonNode parsed(String text) {
        try {
            var value = mapper.readTree(text);
            return value instanceof MissingNode ? null : value;
        } catch (JacksonException e) {
            return null;
        }
    }

    private void writeFields(IndexedRecord record, JsonGenerator json) throws IOException {
        for (var field : record.getSchema().getFields()) {
            writeField(field.name(), record.get(field.pos()), json);
        }
    }

    private void writeField(String name, @Nullable Object value, JsonGenerator json)
            throws IOException {
        json.writeFieldName(name);
        writeValue(value, json);
    }

    private void writeValue(@Nullable Object value, JsonGenerator json) throws IOException {
        switch (value) {
            case null -> json.writeNull();
            case IndexedRecord record -> {
                json.writeStartObject();
                writeNested(record, json);
                json.writeEndObject();
            }
            case Instant instant -> json.writeString(Timestamps.text(instant));
            case Map<?, ?> map -> {
                json.writeStartObject();
                for (var entry : map.entrySet()) {
                    writeField(entry.getKey().toString(), entry.getValue(), json);
                }
                json.writeEndObject();
            }
            case Collection<?> items -> {
                json.writeStartArray();
                for (var item : items) {
                    writeValue(item, json);
                }
                json.writeEndArray();
            }
            case Long number -> json.writeNumber(number);
            case Integer number -> json.writeNumber(number);
            case Boolean truth -> json.writeBoolean(truth);
            default -> json.writeString(value.toString());
        }
    }

    /** A requested tool's arguments are JSON wherever they stand. */
    private void writeNested(IndexedRecord record, JsonGenerator json) throws IOException {
        if (!record.getSchema().getName().equals("RequestedTool")) {
            writeFields(record, json);
            return;
        }
        for (var field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (field.name().equals("arguments") && value instanceof CharSequence text) {
                json.writeFieldName("arguments");
                writeJson(text.toString(), false, json);
            } else {
                writeField(field.name(), value, json);
            }
        }
    }
}
