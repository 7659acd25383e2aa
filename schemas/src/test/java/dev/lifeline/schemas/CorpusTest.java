package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.schemas.ReleasedSchemas.ReleasedSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CorpusTest {

    private static final int HEADER_BYTES = 10;

    static Stream<String> versions() {
        return ReleasedSchemas.versions().stream();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void todaysCodeReadsAndRendersWhatTheVersionWrote(String version) throws Exception {
        var schemas = schemasOf(version);
        for (var entry : CorpusEntry.kept(version)) {
            var record = new Codec().decode(entry.value());
            var written = Objects.requireNonNull(schemas.get(fingerprint(entry.value())));
            var json = new String(new JsonRendition().render(record), UTF_8);

            assertThat(withoutWhatIsNew(json, record.getSchema(), written))
                    .as("%s of %s", entry.name(), version)
                    .isEqualTo(entry.json());
        }
    }

    /** A field that came later is null in what was written before, and in the way of nobody. */
    private static String withoutWhatIsNew(String json, Schema today, Schema written) {
        var rest = json;
        for (var field : today.getFields()) {
            if (written.getField(field.name()) == null) {
                rest = rest.replace(",\"%s\":null".formatted(field.name()), "");
            }
        }
        return rest;
    }

    @ParameterizedTest
    @MethodSource("versions")
    void theCorpusFillsEveryFieldOfTheVersion(String version) throws IOException {
        var schemas = schemasOf(version);
        var filled = new TreeSet<String>();
        for (var entry : CorpusEntry.kept(version)) {
            var schema =
                    Objects.requireNonNull(
                            schemas.get(fingerprint(entry.value())),
                            () -> entry.name() + " was not written with a schema of " + version);
            collectFilled(schema.getName(), read(entry.value(), schema, schema), filled);
        }

        var fields = new TreeSet<String>();
        schemas.values().forEach(schema -> collectFields(schema.getName(), schema, fields));
        assertThat(filled).containsAll(fields);
    }

    @Test
    void theFirstVersionHasARecordOfEveryKind() {
        assertThat(CorpusEntry.kept("0.1.0"))
                .extracting(CorpusEntry::name)
                .contains("owner", "beat")
                .contains(
                        "agent_started",
                        "agent_thinking",
                        "message_delta",
                        "model_completed",
                        "tool_executing",
                        "tool_completed",
                        "agent_completed");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theOldestReleaseReadsTodaysRecords(String name, SpecificRecord sample) throws IOException {
        var written = sample.getSchema();
        var oldest =
                ReleasedSchemas.all().stream()
                        .map(ReleasedSchema::schema)
                        .filter(schema -> schema.getFullName().equals(written.getFullName()))
                        .findFirst()
                        .orElse(written);
        byte[] value = new Codec().encode(sample);

        var then = read(value, written, oldest);
        var now = read(value, written, written);

        assertSame(name, then, now);
    }

    static Stream<Arguments> samples() {
        return CorpusSamples.all().entrySet().stream()
                .map(sample -> Arguments.of(sample.getKey(), sample.getValue()));
    }

    private static Map<Long, Schema> schemasOf(String version) {
        return ReleasedSchemas.all().stream()
                .filter(each -> each.version().equals(version))
                .map(ReleasedSchema::schema)
                .collect(Collectors.toMap(SchemaNormalization::parsingFingerprint64, s -> s));
    }

    private static long fingerprint(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong(2);
    }

    private static IndexedRecord read(byte[] value, Schema writer, Schema reader)
            throws IOException {
        var bytes =
                DecoderFactory.get()
                        .binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null);
        return new GenericDatumReader<IndexedRecord>(
                        NeutralSchema.of(writer), NeutralSchema.of(reader))
                .read(null, bytes);
    }

    /** Every field of the reader's that the writer has must have come through. */
    private static void assertSame(String path, @Nullable Object earlier, @Nullable Object later) {
        if (earlier instanceof IndexedRecord then && later instanceof IndexedRecord now) {
            for (var field : then.getSchema().getFields()) {
                var today = now.getSchema().getField(field.name());
                assertSame(path + "." + field.name(), then.get(field.pos()), now.get(today.pos()));
            }
        } else if (earlier instanceof List<?> then && later instanceof List<?> now) {
            assertThat(then).as(path).hasSameSizeAs(now);
            for (int i = 0; i < then.size(); i++) {
                assertSame(path + "[" + i + "]", then.get(i), now.get(i));
            }
        } else {
            assertThat(earlier).as(path).isEqualTo(later);
        }
    }

    private static void collectFilled(String path, @Nullable Object value, Set<String> filled) {
        switch (value) {
            case null -> {}
            case IndexedRecord record -> {
                for (var field : record.getSchema().getFields()) {
                    collectFilled(path + "." + field.name(), record.get(field.pos()), filled);
                }
            }
            case Collection<?> items -> items.forEach(item -> collectFilled(path, item, filled));
            case Map<?, ?> map -> map.values().forEach(item -> collectFilled(path, item, filled));
            default -> filled.add(path);
        }
    }

    private static void collectFields(String path, Schema schema, Set<String> fields) {
        switch (schema.getType()) {
            case RECORD -> {
                for (var field : schema.getFields()) {
                    collectFields(path + "." + field.name(), field.schema(), fields);
                }
            }
            case ARRAY -> collectFields(path, schema.getElementType(), fields);
            case MAP -> collectFields(path, schema.getValueType(), fields);
            case UNION -> schema.getTypes().forEach(branch -> collectFields(path, branch, fields));
            case NULL -> {}
            case STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, ENUM, FIXED -> fields.add(path);
        }
    }
}
