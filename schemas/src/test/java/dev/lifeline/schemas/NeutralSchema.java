package dev.lifeline.schemas;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.avro.Schema;

/** A schema as everybody reads it, to be compared or changed. */
final class NeutralSchema {

    private static final ObjectMapper JSON = new ObjectMapper();

    private NeutralSchema() {}

    static Schema of(Schema schema) {
        return new Schema.Parser().parse(SchemaText.of(schema));
    }

    static JsonNode json(Schema schema) {
        try {
            return JSON.readTree(SchemaText.of(schema));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(schema.getFullName() + " is not JSON", e);
        }
    }
}
