package dev.lifeline.schemas.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A published schema as this release must keep it. Published, it lets pass what a later release may
 * add; here no undeclared field is allowed, and no value but those that {@code x-known-values}
 * lists.
 */
final class StrictSchema {

    static final String KNOWN_VALUES = "x-known-values";

    private StrictSchema() {}

    static JsonNode of(JsonNode published) {
        var strict = published.deepCopy();
        tighten(strict);
        return strict;
    }

    private static void tighten(JsonNode node) {
        if (node instanceof ObjectNode schema) {
            closeFields(schema);
            closeValues(schema);
        }
        node.forEach(StrictSchema::tighten);
    }

    private static void closeFields(ObjectNode schema) {
        if (schema.path("type").asText().equals("object")
                && schema.path("properties").isObject()
                && !schema.has("additionalProperties")) {
            schema.put("additionalProperties", false);
        }
    }

    private static void closeValues(ObjectNode schema) {
        if (schema.path(KNOWN_VALUES).isArray()) {
            var values = schema.putArray("enum");
            schema.path(KNOWN_VALUES).forEach(values::add);
            for (var type : schema.path("type")) {
                if (type.asText().equals("null")) {
                    values.addNull();
                }
            }
        }
    }
}
