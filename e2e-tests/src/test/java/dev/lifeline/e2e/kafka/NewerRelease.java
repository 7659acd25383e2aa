package dev.lifeline.e2e.kafka;

import dev.lifeline.schemas.avro.AgentEvent;
import java.util.ArrayList;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/**
 * A later release, whose events have one more field, and one more section for a type that is new.
 *
 * @param newField in the envelope: text or null
 */
public record NewerRelease(String newField) {

    public static final String NEW_TYPE = "agent_handoff";
    static final String NEW_SECTION = "handoff";

    /** Of its events: today's, and what is new. */
    public Schema schema() {
        var today = today();
        var fields = new ArrayList<Schema.Field>();
        today.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        fields.add(optional(newField, Schema.create(Schema.Type.STRING)));
        fields.add(optional(NEW_SECTION, section(today.getNamespace())));
        return Schema.createRecord(
                today.getName(), today.getDoc(), today.getNamespace(), false, fields);
    }

    /** As its source has it: without what Avro adds for generated classes. */
    private static Schema today() {
        var text =
                AgentEvent.getClassSchema()
                        .toString()
                        .replace(
                                "{\"type\":\"string\",\"avro.java.string\":\"String\"}",
                                "\"string\"")
                        .replace(",\"avro.java.string\":\"String\"", "");
        return new Schema.Parser().parse(text);
    }

    private static Schema section(String namespace) {
        return SchemaBuilder.record("Handoff")
                .namespace(namespace)
                .fields()
                .requiredInt("step")
                .requiredString("toAgent")
                .endRecord();
    }

    private static Schema.Field optional(String name, Schema type) {
        var union = Schema.createUnion(Schema.create(Schema.Type.NULL), type);
        return new Schema.Field(name, union, "new", Schema.Field.NULL_DEFAULT_VALUE);
    }
}
