package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.schemas.SchemaRef.Fingerprint;
import dev.lifeline.schemas.SchemaRef.RegistryId;
import dev.lifeline.schemas.WriterSchemas.Finding;
import dev.lifeline.schemas.avro.AgentEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;

/** Records of the releases before and after this one, in both framings. */
class OtherReleasesTest {

    private static final SchemaRef NEXT = Fingerprint.of(NextRelease.event());
    private static final SchemaRef ID = new RegistryId(0x01020304);

    private final Map<SchemaRef, Finding> findings = new HashMap<>();
    private final Codec codec = new Codec(directory());

    @Test
    void ourRecordsAreFramedByTheReferenceThatReadersCanFind() throws Exception {
        findings.put(ID, new Finding.Known(neutral(AgentEvent.getClassSchema())));
        var event = Samples.toolExecuting("{}");

        byte[] value = codec.encode(event);

        assertThat(value).startsWith(0, 1, 2, 3, 4);
        assertThat(codec.decode(value, AgentEvent.class)).isEqualTo(event);
        assertThat(codec.decode(new Codec().encode(event), AgentEvent.class)).isEqualTo(event);
        var written = codec.decodeWritten(value, AgentEvent.class);
        assertThat(written.complete()).isSameAs(written.record());
    }

    @Test
    void aTypeOfALaterReleaseReachesJsonWithAllItsFields() throws Exception {
        findings.put(NEXT, new Finding.Known(NextRelease.event()));

        var written = decode(NextRelease.handoff());
        var json = json(written);

        assertThat(written.record().getType()).isEqualTo("agent_handoff");
        assertThat(json.path("type").asText()).isEqualTo("agent_handoff");
        assertThat(json.path("region").asText()).isEqualTo("eu-1");
        assertThat(json.path("occurredAt").asText()).isEqualTo("2026-11-23T07:40:12.345678Z");
        assertThat(json.path("parentRunId").isNull()).isTrue();
        assertThat(json.path("data").toString()).isEqualTo("{\"toAgent\":\"writer\",\"step\":2}");
        assertThat(json.has("handoff")).isFalse();
    }

    @Test
    void aFieldOfALaterReleaseStandsInItsSection() throws Exception {
        findings.put(NEXT, new Finding.Known(NextRelease.event()));

        var json = json(decode(NextRelease.toolExecuting()));

        assertThat(json.path("data").path("note").asText()).isEqualTo("careful");
        assertThat(json.path("data").path("arguments").path("expression").asText())
                .isEqualTo("2+2");
        assertThat(json.path("region").isNull()).isTrue();
    }

    @Test
    void aFieldThatAnEarlierReleaseDidNotHaveIsShownWithItsDefault() throws Exception {
        var today = neutral(AgentEvent.getClassSchema());
        var earlier = without(today, "previousRunId", "redacted");
        findings.put(Fingerprint.of(earlier), new Finding.Known(earlier));
        var event = Samples.toolExecuting("{}");
        var record = new GenericRecordBuilder(earlier);
        for (var field : earlier.getFields()) {
            var value = event.get(field.name());
            if (!field.schema().isUnion() && field.schema().getLogicalType() == null) {
                record.set(field.name(), value);
            }
        }
        record.set("occurredAt", 0L);

        var written = decode(record.build());

        assertThat(written.record().getPreviousRunId()).isNull();
        assertThat(written.record().getRedacted()).isFalse();
        assertThat(json(written).path("previousRunId").isNull()).isTrue();
    }

    @Test
    void aSchemaThatIsBeingLookedForIsWaitedFor() {
        findings.put(NEXT, new Finding.Pending("the registry is away"));
        byte[] value = NextRelease.encode(NextRelease.handoff(), NEXT);

        assertThat(codec.canTell(value)).isFalse();
        assertThatThrownBy(() -> codec.decode(value))
                .isInstanceOf(SchemasUnavailableException.class)
                .hasMessage("the registry is away");

        findings.put(NEXT, new Finding.Known(NextRelease.event()));
        assertThat(codec.canTell(value)).isTrue();
    }

    @Test
    void aSchemaThatNobodyHasIsAnAnswer() {
        byte[] value = NextRelease.encode(NextRelease.handoff(), NEXT);

        assertThat(codec.canTell(value)).isTrue();
        assertThatThrownBy(() -> codec.decode(value))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining("unknown schema fingerprint");
    }

    @Test
    void aSchemaOutsideTheContractIsRefused() {
        var stranger =
                Schema.createRecord("Invoice", null, "com.example", false, new ArrayList<>());
        findings.put(ID, new Finding.Known(stranger));

        assertThatThrownBy(() -> codec.decode(ID.header()))
                .isInstanceOf(UndecodableException.class)
                .hasMessage("com.example.Invoice is not a record of the contract");
    }

    private Written<AgentEvent> decode(GenericRecord record) throws UndecodableException {
        var ref = Fingerprint.of(record.getSchema());
        return codec.decodeWritten(NextRelease.encode(record, ref), AgentEvent.class);
    }

    private static JsonNode json(Written<AgentEvent> written) throws IOException {
        return new ObjectMapper().readTree(new JsonRendition().render(written.complete()));
    }

    private WriterSchemas directory() {
        var builtIn = new BuiltInSchemas();
        return new WriterSchemas() {
            @Override
            public Finding find(SchemaRef ref) {
                var finding = findings.get(ref);
                return finding == null ? builtIn.find(ref) : finding;
            }

            @Override
            public SchemaRef refOf(Schema schema) {
                return ID;
            }
        };
    }

    private static Schema neutral(Schema schema) {
        return new Schema.Parser().parse(SchemaText.of(schema));
    }

    private static Schema without(Schema schema, String... names) {
        var fields = new ArrayList<Field>();
        for (var field : schema.getFields()) {
            if (!Set.of(names).contains(field.name())) {
                fields.add(new Field(field, field.schema()));
            }
        }
        return Schema.createRecord(schema.getName(), null, schema.getNamespace(), false, fields);
    }
}
