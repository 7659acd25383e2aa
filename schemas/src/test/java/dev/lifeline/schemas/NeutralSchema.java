package dev.lifeline.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;

/** A schema as everybody reads it: without what Avro's generator adds for Java. */
final class NeutralSchema {

    private static final ObjectMapper JSON = new ObjectMapper();

    private NeutralSchema() {}

    static Schema of(Schema schema) {
        return new Schema.Parser().parse(json(schema).toString());
    }

    static JsonNode json(Schema schema) {
        try {
            return neutral(JSON.readTree(schema.toString()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(schema.getFullName() + " is not JSON", e);
        }
    }

    private static JsonNode neutral(JsonNode node) {
        if (node instanceof ArrayNode items) {
            for (int i = 0; i < items.size(); i++) {
                items.set(i, neutral(items.get(i)));
            }
        }
        return node instanceof ObjectNode object ? neutral(object) : node;
    }

    private static JsonNode neutral(ObjectNode object) {
        object.remove(GenericData.STRING_PROP);
        object.properties().forEach(field -> field.setValue(neutral(field.getValue())));
        boolean bare = object.size() == 1 && object.path("type").isTextual();
        return bare ? object.get("type") : object;
    }
}
