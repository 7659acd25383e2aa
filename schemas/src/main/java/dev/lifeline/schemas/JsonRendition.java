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
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The contract's records as JSON, on one line. An event has its envelope's fields, nulls included,
 * then {@code data} with the fields of its section; every other record has all its fields.
 */
public final class JsonRendition {

    private static final Set<String> SECTIONS =
            Set.of("started", "thinking", "message", "turn", "toolCall", "toolResult", "completed");
    private static final Set<String> MARKS = Set.of("truncated", "redacted");

    private final ObjectMapper mapper =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    /** The record as UTF-8 JSON. */
    public byte[] render(SpecificRecord record) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = mapper.createGenerator(bytes)) {
            write(record, json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private void write(SpecificRecord record, JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (record instanceof AgentEvent event) {
            writeEnvelope(event, json);
            json.writeObjectFieldStart("data");
            writeData(event, json);
            json.writeEndObject();
        } else {
            writeFields(record, json);
        }
        json.writeEndObject();
    }

    private void writeEnvelope(AgentEvent event, JsonGenerator json) throws IOException {
        for (var field : event.getSchema().getFields()) {
            if (!SECTIONS.contains(field.name()) && !MARKS.contains(field.name())) {
                writeField(field.name(), event.get(field.pos()), json);
            }
        }
    }

    private void writeData(AgentEvent event, JsonGenerator json) throws IOException {
        for (var field : event.getSchema().getFields()) {
            if (SECTIONS.contains(field.name())
                    && event.get(field.pos()) instanceof SpecificRecord section) {
                writeSection(section, event, json);
            }
        }
        if (!event.getTruncated().isEmpty()) {
            writeField("truncated", event.getTruncated(), json);
        }
        if (event.getRedacted()) {
            json.writeBooleanField("redacted", true);
        }
    }

    private void writeSection(SpecificRecord section, AgentEvent event, JsonGenerator json)
            throws IOException {
        for (var field : section.getSchema().getFields()) {
            Object value = section.get(field.pos());
            if (holdsJson(section, field) && value instanceof String text) {
                json.writeFieldName(field.name());
                writeJson(text, event.getTruncated().containsKey(field.name()), json);
            } else {
                writeField(field.name(), value, json);
            }
        }
    }

    /** Tools' arguments and results are JSON; a run's result is the text of an answer. */
    private static boolean holdsJson(SpecificRecord section, Schema.Field field) {
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

    private void writeFields(SpecificRecord record, JsonGenerator json) throws IOException {
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
            case SpecificRecord record -> {
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
    private void writeNested(SpecificRecord record, JsonGenerator json) throws IOException {
        if (!record.getSchema().getName().equals("RequestedTool")) {
            writeFields(record, json);
            return;
        }
        for (var field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (field.name().equals("arguments") && value instanceof String text) {
                json.writeFieldName("arguments");
                writeJson(text, false, json);
            } else {
                writeField(field.name(), value, json);
            }
        }
    }
}
