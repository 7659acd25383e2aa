package dev.lifeline.schemas.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** One JSON Schema of the JSON rendition, made from an Avro schema. Used once. */
final class JsonSchemas {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Strings that hold JSON: in the rendition they are the value itself. */
    private static final Set<String> JSON_TEXTS =
            Set.of("ToolCall.arguments", "ToolResult.result", "RequestedTool.arguments");

    private final ObjectNode definitions = MAPPER.createObjectNode();

    private JsonSchemas() {}

    /** All fields of a record. */
    static ObjectNode of(Schema record) {
        var schemas = new JsonSchemas();
        return schemas.document(schemas.object(record, record.getFields()));
    }

    /** An event: its envelope, then {@code data} with what its type has. */
    static ObjectNode ofEvent(DocumentedRecords records) {
        var schemas = new JsonSchemas();
        return schemas.document(schemas.event(records));
    }

    private ObjectNode document(ObjectNode body) {
        var document = MAPPER.createObjectNode();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.setAll(body);
        if (!definitions.isEmpty()) {
            document.set("$defs", definitions);
        }
        return document;
    }

    private ObjectNode event(DocumentedRecords records) {
        var record = records.record(DocumentedRecords.EVENT);
        var envelope =
                record.getFields().stream()
                        .filter(f -> !DocumentedRecords.isSection(f))
                        .filter(f -> !DocumentedRecords.MARKS.contains(f.name()))
                        .toList();
        var event = object(record, envelope);
        event.put(
                "description",
                "One step of an agent run: its envelope, then the data of its type.");
        event.withArray("required").add("data");
        event.withObject("properties")
                .putObject("data")
                .put("type", "object")
                .put("description", "what the type says; of a type you do not know, anything");
        var byType = event.putArray("allOf");
        for (var type : KnownValues.EVENT_TYPES) {
            byType.add(dataOf(type, records));
        }
        return event;
    }

    private ObjectNode dataOf(String type, DocumentedRecords records) {
        var section = records.section(type);
        var data = object(section, section.getFields());
        for (var mark : DocumentedRecords.MARKS.stream().sorted().toList()) {
            var field = records.record(DocumentedRecords.EVENT).getField(mark);
            data.withObject("properties").set(mark, described(value(field.schema()), field.doc()));
        }
        definitions.set(section.getName(), data);
        var rule = MAPPER.createObjectNode();
        rule.withObject("if").withObject("properties").putObject("type").put("const", type);
        rule.withObject("then").withObject("properties").set("data", reference(section));
        return rule;
    }

    private ObjectNode object(Schema record, List<Schema.Field> fields) {
        var object = MAPPER.createObjectNode();
        object.put("description", record.getDoc());
        object.put("type", "object");
        var required = object.putArray("required");
        var properties = object.putObject("properties");
        for (var field : fields) {
            required.add(field.name());
            properties.set(field.name(), field(record, field));
        }
        return object;
    }

    private ObjectNode field(Schema record, Schema.Field field) {
        var name = record.getName() + "." + field.name();
        var value = JSON_TEXTS.contains(name) ? MAPPER.createObjectNode() : value(field.schema());
        var known = KnownValues.of(record.getName(), field.name());
        if (!known.isEmpty()) {
            var values = value.putArray("x-known-values");
            known.forEach(values::add);
        }
        return described(value, field.doc());
    }

    private ObjectNode value(Schema schema) {
        var value = present(DocumentedRecords.nonNull(schema));
        return schema.isNullable() ? orNull(value) : value;
    }

    private ObjectNode present(Schema schema) {
        return switch (schema.getType()) {
            case STRING -> simple("string");
            case BOOLEAN -> simple("boolean");
            case INT -> simple("integer").put("format", "int32");
            case LONG -> number(schema);
            case ARRAY -> {
                var array = simple("array");
                array.set("items", value(schema.getElementType()));
                yield array;
            }
            case MAP -> {
                var map = simple("object");
                map.set("additionalProperties", value(schema.getValueType()));
                yield map;
            }
            case RECORD -> nested(schema);
            case ENUM, UNION, FIXED, BYTES, FLOAT, DOUBLE, NULL ->
                    throw new IllegalArgumentException(
                            "the JSON rendition has no form for " + schema);
        };
    }

    private static ObjectNode number(Schema schema) {
        return schema.getLogicalType() instanceof LogicalTypes.TimestampMicros
                ? simple("string").put("format", "date-time").put("pattern", "\\.[0-9]{6}Z$")
                : simple("integer").put("format", "int64");
    }

    private ObjectNode nested(Schema record) {
        if (!definitions.has(record.getName())) {
            definitions.set(record.getName(), object(record, record.getFields()));
        }
        return reference(record);
    }

    private static ObjectNode reference(Schema record) {
        return MAPPER.createObjectNode().put("$ref", "#/$defs/" + record.getName());
    }

    private static ObjectNode orNull(ObjectNode value) {
        if (value.has("$ref")) {
            var either = MAPPER.createObjectNode();
            either.putArray("anyOf").add(value).add(simple("null"));
            return either;
        }
        var type = value.path("type").asText();
        value.putArray("type").add(type).add("null");
        return value;
    }

    private static ObjectNode simple(String type) {
        return MAPPER.createObjectNode().put("type", type);
    }

    private static ObjectNode described(ObjectNode value, @Nullable String doc) {
        return doc == null ? value : value.put("description", doc);
    }
}
