package dev.lifeline.e2e.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.schemas.UserKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A run as an executor of a later release writes it, in the name of the partition's present owner.
 */
public final class NewerRun {

    /** What the new field of all its events holds. */
    public static final String NEW_VALUE = "urgent";

    private static final String EVENTS = "agent.events";
    private static final int PARTITIONS = 12;

    private final NewerRelease release;
    private final Schema schema;
    private final byte[] framing;
    private final JsonNode example;
    private final String runId;

    /**
     * A new run of the example's user and agent.
     *
     * @param framing what stands before each value
     * @param example an event that the partition's owner has just written
     */
    public NewerRun(NewerRelease release, byte[] framing, JsonNode example) {
        this.release = release;
        this.schema = release.schema();
        this.framing = framing.clone();
        this.example = example;
        // Accepted when the example was: a run's id begins with the time.
        this.runId =
                text("runId").substring(0, 24)
                        + "%012x".formatted(ThreadLocalRandom.current().nextLong(1L << 48));
    }

    public NewerRelease release() {
        return release;
    }

    public String runId() {
        return runId;
    }

    public int partition() {
        return user().partition(PARTITIONS);
    }

    /** Its events up to the one of the new type. */
    public List<ProducerRecord<byte[], byte[]>> beginning() {
        long deadline = micros(Instant.now().plusSeconds(60));
        Map<String, Object> started = Map.of("input", "Go.", "deadline", deadline, "model", "new");
        Map<String, Object> result = Map.of("status", "OK", "result", "[4]", "durationMs", 1L);
        return List.of(
                record(1, "agent_started", "started", started),
                record(2, "tool_executing", "toolCall", ofTool(Map.of("arguments", "{\"n\":2}"))),
                record(3, "tool_completed", "toolResult", ofTool(result)),
                record(
                        4,
                        NewerRelease.NEW_TYPE,
                        NewerRelease.NEW_SECTION,
                        Map.of("step", 2, "toAgent", "clumsy")));
    }

    /** Its last event. */
    public ProducerRecord<byte[], byte[]> end() {
        var usage = built(section("completed").getField("usage").schema(), Map.of());
        return record(
                5,
                "agent_completed",
                "completed",
                Map.of("outcome", "SUCCEEDED", "usage", usage, "durationMs", 1L));
    }

    private static Map<String, Object> ofTool(Map<String, Object> fields) {
        var all = new TreeMap<>(fields);
        all.putAll(Map.of("step", 1, "toolCallId", "call_1", "toolName", "square"));
        return all;
    }

    private ProducerRecord<byte[], byte[]> record(
            long sequence, String type, String section, Map<String, Object> fields) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var event = envelope(sequence, type, now);
        event.put(section, built(section(section), fields));
        var value = value(built(schema, event));
        var record = new ProducerRecord<>(EVENTS, partition(), user().bytes(), value);
        headers(sequence, type, now)
                .forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }

    private Map<String, Object> envelope(long sequence, String type, Instant now) {
        var event = new TreeMap<String, Object>();
        event.put("id", runId + ":" + sequence);
        event.put("type", type);
        event.put("runId", runId);
        event.put("sequence", sequence);
        event.put("attempt", 1);
        event.put("tenantId", text("tenantId"));
        event.put("userId", text("userId"));
        event.put("threadId", runId);
        event.put("agent", text("agent"));
        event.put("executorId", text("executorId"));
        event.put("ownerEpoch", example.required("ownerEpoch").asLong());
        event.put("occurredAt", micros(now));
        event.put(release.newField(), NEW_VALUE);
        return event;
    }

    private Map<String, String> headers(long sequence, String type, Instant now) {
        return Map.of(
                "ce_specversion",
                "1.0",
                "ce_id",
                runId + ":" + sequence,
                "ce_type",
                "dev.lifeline." + type,
                "ce_source",
                "/executors/" + text("executorId"),
                "ce_subject",
                runId,
                "ce_time",
                now.toString(),
                "ce_sequence",
                "%019d".formatted(sequence),
                "content-type",
                "application/avro");
    }

    private byte[] value(GenericRecord event) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(framing);
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(schema).write(event, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private UserKey user() {
        return new UserKey(text("tenantId"), text("userId"));
    }

    private String text(String field) {
        return example.required(field).asText();
    }

    /** The schema of a section, which is one of null and a record. */
    private Schema section(String name) {
        return schema.getField(name).schema().getTypes().get(1);
    }

    private static GenericRecord built(Schema schema, Map<String, Object> fields) {
        var builder = new GenericRecordBuilder(schema);
        fields.forEach(builder::set);
        return builder.build();
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
