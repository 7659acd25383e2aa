package dev.lifeline.schemas.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.schemas.JsonRendition;
import dev.lifeline.schemas.contract.JsonContract;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON rendition is as its published JSON Schemas say. */
class RenditionTest {

    private static final DocumentedRecords RECORDS = DocumentedRecords.current();

    private final JsonRendition rendition = new JsonRendition();

    @ParameterizedTest
    @MethodSource("types")
    void eventsOfEveryTypeFitTheirSchema(String type) {
        for (var section : sections(type)) {
            var event = FullRecords.sparse(RECORDS.record(DocumentedRecords.EVENT));
            event.put("type", type);
            event.put(DocumentedRecords.SECTIONS.get(type), section);
            JsonContract.strict().event(json(event));

            event.put("truncated", Map.of("text", 70_000L));
            event.put("redacted", true);
            JsonContract.strict().event(json(event));
        }
    }

    @ParameterizedTest
    @MethodSource("others")
    void theOtherRecordsFitTheirSchemas(Schema record) {
        var schema = "schemas/%s.schema.json".formatted(Documents.kebab(record.getName()));

        JsonContract.strict().require(schema, json(FullRecords.full(record)));
        JsonContract.strict().require(schema, json(FullRecords.sparse(record)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\":\"agent_thinking\"|\"type\":\"agent_dreaming\"",
                "\"attempt\":0|\"attempt\":0,\"mood\":\"good\"",
                "\"step\":7|\"step\":7,\"tokens\":1",
            })
    void whatIsNotDeclaredPassesForReadersAndFailsForThisRelease(String part, String change) {
        var changed = json(thought()).replace(part, change);

        JsonContract.published().event(changed);
        assertThatThrownBy(() -> JsonContract.strict().event(changed))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("docs/schemas/event.schema.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"attempt\":0,|''",
                "\"sequence\":0|\"sequence\":\"0\"",
                "\"step\":7|\"stop\":7",
                "345678Z|345Z",
            })
    void whatIsPromisedAndMissingFailsForReadersToo(String part, String change) {
        var changed = json(thought()).replace(part, change);

        assertThatThrownBy(() -> JsonContract.published().event(changed))
                .isInstanceOf(AssertionError.class);
    }

    static Stream<String> types() {
        return KnownValues.EVENT_TYPES.stream();
    }

    static Stream<Schema> others() {
        return RECORDS.othersThanTheEvent().stream();
    }

    private static List<GenericData.Record> sections(String type) {
        var section = RECORDS.section(type);
        return List.of(FullRecords.full(section), FullRecords.sparse(section));
    }

    private static GenericData.Record thought() {
        var event = FullRecords.sparse(RECORDS.record(DocumentedRecords.EVENT));
        event.put("type", "agent_thinking");
        event.put("thinking", FullRecords.full(RECORDS.section("agent_thinking")));
        return event;
    }

    private String json(GenericData.Record record) {
        return new String(rendition.render(FullRecords.specific(record)), UTF_8);
    }
}
