package dev.lifeline.schemas;

import dev.lifeline.schemas.avro.AgentEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;

/**
 * A release that does not exist yet: its events have a field more in the envelope, one more in a
 * section that is known, and a section of a type that is not.
 */
public final class NextRelease {

    private static final Schema TEXT =
            SchemaBuilder.unionOf().nullType().and().stringType().endUnion();

    private NextRelease() {}

    /** Its schema of events. */
    public static Schema event() {
        var today = new Schema.Parser().parse(SchemaText.of(AgentEvent.getClassSchema()));
        var handoff =
                SchemaBuilder.record("Handoff")
                        .namespace(today.getNamespace())
                        .fields()
                        .requiredString("toAgent")
                        .requiredInt("step")
                        .endRecord();
        var fields = new ArrayList<Field>();
        for (var field : today.getFields()) {
            fields.add(
                    field.name().equals("toolCall")
                            ? withNote(field)
                            : new Field(field, field.schema()));
        }
        fields.add(new Field("region", TEXT, "where it ran", JsonProperties.NULL_VALUE));
        fields.add(
                new Field(
                        "handoff",
                        Schema.createUnion(Schema.create(Schema.Type.NULL), handoff),
                        "Section of agent_handoff.",
                        JsonProperties.NULL_VALUE));
        return record(today, fields);
    }

    /** An event of a type that only this release knows. */
    public static GenericRecord handoff() {
        var schema = event();
        var section =
                new GenericRecordBuilder(schema.getField("handoff").schema().getTypes().get(1));
        return envelope(schema, "agent_handoff")
                .set("region", "eu-1")
                .set("handoff", section.set("toAgent", "writer").set("step", 2).build())
                .build();
    }

    /** An event of a known type, with a field in its section that only this release knows. */
    public static GenericRecord toolExecuting() {
        var schema = event();
        var section =
                new GenericRecordBuilder(schema.getField("toolCall").schema().getTypes().get(1));
        return envelope(schema, "tool_executing")
                .set(
                        "toolCall",
                        section.set("step", 1)
                                .set("toolCallId", "call_1")
                                .set("toolName", "calculator")
                                .set("arguments", "{\"expression\":\"2+2\"}")
                                .set("note", "careful")
                                .build())
                .build();
    }

    /** The value of a record behind a reference. */
    public static byte[] encode(GenericRecord record, SchemaRef ref) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(ref.header());
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static GenericRecordBuilder envelope(Schema schema, String type) {
        var at = Instant.parse("2026-11-23T07:40:12.345678Z");
        return new GenericRecordBuilder(schema)
                .set("id", Samples.RUN + ":4")
                .set("type", type)
                .set("runId", Samples.RUN)
                .set("sequence", 4L)
                .set("attempt", 1)
                .set("tenantId", "default")
                .set("userId", "alice")
                .set("threadId", Samples.RUN)
                .set("agent", "researcher")
                .set("executorId", "executor-1")
                .set("ownerEpoch", 3L)
                .set("occurredAt", at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000);
    }

    private static Field withNote(Field section) {
        var today = section.schema().getTypes().get(1);
        var fields = new ArrayList<Field>();
        today.getFields().forEach(field -> fields.add(new Field(field, field.schema())));
        fields.add(new Field("note", TEXT, null, JsonProperties.NULL_VALUE));
        return new Field(
                section,
                Schema.createUnion(
                        List.of(Schema.create(Schema.Type.NULL), record(today, fields))));
    }

    private static Schema record(Schema today, List<Field> fields) {
        return Schema.createRecord(
                today.getName(), today.getDoc(), today.getNamespace(), false, fields);
    }
}
