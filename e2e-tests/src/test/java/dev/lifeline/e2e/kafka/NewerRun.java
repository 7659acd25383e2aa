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
 *
 * @param framing what stands before each value
 * @param example an event that the owner has written for the same user
 */
public record NewerRun(NewerRelease release, byte[] framing, JsonNode example, String runId) {

    /** What the new field of all its events holds. */
    public static final String NEW_VALUE = "urgent";

    private static final int PARTITIONS = 12;

    public NewerRun {
        framing = framing.clone();
    }

    /** A new run of the example's user and agent. */
    public static NewerRun like(JsonNode example, NewerRelease release, byte[] framing) {
        // Accepted when the example was: a run's id begins with the time.
        var time = example.required("runId").asText().substring(0, 24);
        var rest = "%012x".formatted(ThreadLocalRandom.current().nextLong(1L << 48));
        return new NewerRun(release, framing, example, time + rest);
    }

    /** Its events up to the one of the new type. */
    public List<ProducerRecord<byte[], byte[]>> beginning() {
        var deadline = micros(Instant.now().plusSeconds(60));
        return List.of(
                record(
                        1,
                        "agent_started",
                        "started",
                        Map.of("input", "Go.", "deadline", deadline, "model", "new")),
                record(2, "tool_executing", "toolCall", tool(Map.of("arguments", "{\"n\":2}"))),
                record(
                        3,
                        "tool_completed",
                        "toolResult",
                        tool(Map.of("status", "OK", "result", "[4]", "durationMs", 1L))),
                record(
                        4,
                        NewerRelease.NEW_TYPE,
                        NewerRelease.NEW_SECTION,
                        Map.of("step", 2, "toAgent", "clumsy")));
    }

    /** Its last event. */
    public ProducerRecord<byte[], byte[]> end() {
        var usage = section("completed").getField("usage").schema();
        return record(
                5,
                "agent_completed",
                "completed",
                Map.of("outcome", "SUCCEEDED", "usage", built(usage, Map.of()), "durationMs", 1L));
    }

    private static Map<String, Object> tool(Map<String, Object> fields) {
        var all = new TreeMap<>(fields);
        all.putAll(Map.of("step", 1, "toolCallId", "call_1", "toolName", "square"));
        return all;
    }

    private ProducerRecord<byte[], byte[]> record(
            long sequence, String type, String section, Map<String, Object> fields) {
        var id = runId + ":" + sequence;
        var user = new UserKey(text("tenantId"), text("userId"));
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var event =
                Map.<String, Object>ofEntries(
                        Map.entry("id", id),
                        Map.entry("type", type),
                        Map.entry("runId", runId),
                        Map.entry("sequence", sequence),
                        Map.entry("attempt", 1),
                        Map.entry("tenantId", user.tenantId()),
                        Map.entry("userId", user.userId()),
                        Map.entry("threadId", runId),
                        Map.entry("agent", text("agent")),
                        Map.entry("executorId", text("executorId")),
                        Map.entry("ownerEpoch", example.required("ownerEpoch").asLong()),
                        Map.entry("occurredAt", micros(now)),
                        Map.entry("truncated", Map.of()),
                        Map.entry("redacted", false),
                        Map.entry(release.newField(), NEW_VALUE),
                        Map.entry(section, built(section(section), fields)));
        var record =
                new ProducerRecord<>(
                        "agent.events",
                        user.partition(PARTITIONS),
                        user.bytes(),
                        value(built(release.schema(), event)));
        Map.of(
                        "ce_specversion",
                        "1.0",
                        "ce_id",
                        id,
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
                        "application/avro")
                .forEach((name, content) -> record.headers().add(name, content.getBytes(UTF_8)));
        return record;
    }

    private byte[] value(GenericRecord event) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(framing);
        var encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<GenericRecord>(event.getSchema()).write(event, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private String text(String field) {
        return example.required(field).asText();
    }

    /** The schema of a section, which is one of null and a record. */
    private Schema section(String name) {
        return release.schema().getField(name).schema().getTypes().get(1);
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
