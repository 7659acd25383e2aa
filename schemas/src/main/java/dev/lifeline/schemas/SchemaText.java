package dev.lifeline.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** A schema as others read it: as JSON, without what concerns our generated classes only. */
public final class SchemaText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaText() {}

    /** On one line, with documentation and defaults. */
    public static String of(Schema schema) {
        try {
            var tree = JSON.readTree(schema.toString());
            return JSON.writeValueAsString(plain(tree));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro writes schemas as JSON", e);
        }
    }

    private static JsonNode plain(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> plain(object);
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, plain(array.get(i)));
                }
                yield array;
            }
            default -> node;
        };
    }

    private static JsonNode plain(ObjectNode object) {
        object.remove(GenericData.STRING_PROP);
        object.properties().forEach(property -> property.setValue(plain(property.getValue())));
        return object.size() == 1 && object.path("type").isTextual() ? object.get("type") : object;
    }
}
