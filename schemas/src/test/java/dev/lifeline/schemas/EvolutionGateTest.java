package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvolutionGateTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The gate itself: it fails the build when a schema breaks what was released. */
    @Test
    void todaysSchemasKeepEveryReleasedVersion() {
        assertThat(EvolutionGate.breaches(ReleasedSchemas.all(), ContractRecords.schemas()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ToolResult  | status      | AgentEvent.toolResult.status
                    Usage       | inputTokens | RunStatus.usage.inputTokens
                    OpenTool    | since       | RunStatus.openTools[].since
                    ErrorDetail | message     | AgentEvent.completed.error.message
                    CancelRun   | reason      | CancelRun.reason
                    """)
    void aFieldThatIsRenamedFails(String record, String field, String path) {
        var breaches = edited(schema -> field(schema, record, field).put("name", "renamed"));

        assertThat(breaches).anyMatch(breach -> names(breach, path, "has another name"));
    }

    @Test
    void aNullableFieldThatIsRemovedFailsThoughAvroLetsItGo() {
        var breaches = edited(schema -> remove(schema, "Alert", "resolvedBy"));

        assertThat(breaches)
                .singleElement()
                .matches(breach -> names(breach, "Alert.resolvedBy", "the field is gone"));
    }

    @Test
    void aDefaultThatIsRemovedFails() {
        var breaches = edited(schema -> field(schema, "AgentEvent", "redacted").remove("default"));

        assertThat(breaches)
                .singleElement()
                .matches(breach ->
                        names(
                                breach,
                                "AgentEvent.redacted",
                                "its default was false and is absent"));
    }

    @Test
    void aDefaultThatIsChangedFails() {
        var breaches = edited(schema -> field(schema, "RunStatus", "attempt").put("default", 1));

        assertThat(breaches)
                .singleElement()
                .matches(
                        breach -> names(breach, "RunStatus.attempt", "its default was 0 and is 1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    AgentEvent | sequence   | "int"             | AgentEvent.sequence   | was long and is int
                    AgentEvent | attempt    | "long"            | AgentEvent.attempt    | was int and is long
                    Alert      | dueAt      | ["null","long"]   | Alert.dueAt           | was null or long{logicalType=timestamp-micros} and is null or long
                    StartRun   | deadline   | ["null","string","long"] | StartRun.deadline | was null or string and is null or string or long
                    CancelRun  | reason     | ["string","null"] | CancelRun.reason      | was null or string and is string or null
                    OwnerControl | openRuns | ["int","null"]    | OwnerControl.openRuns | was int and is int or null
                    AgentEvent | truncated  | {"type":"map","values":"int"} | AgentEvent.truncated{} | was long and is int
                    """)
    void aTypeThatIsNarrowedWidenedOrReplacedFails(
            String record, String field, String type, String path, String reason) {
        var breaches = edited(schema -> field(schema, record, field).set("type", json(type)));

        assertThat(breaches).anyMatch(breach -> names(breach, path, reason));
    }

    @Test
    void aRequiredFieldThatIsAddedFails() {
        var breaches =
                edited(schema -> add(schema, "ModelTurn", "{'name':'model','type':'string'}"));

        assertThat(breaches)
                .singleElement()
                .matches(breach ->
                        names(breach, "AgentEvent.turn.model", "the new field has no default"));
    }

    @Test
    void aRecordThatIsRemovedFails() {
        var kept = new ArrayList<>(ContractRecords.schemas());
        kept.removeIf(schema -> schema.getName().equals("Delivery"));

        assertThat(breachesOf(kept))
                .singleElement()
                .matches(breach -> names(breach, "Delivery", "the record is gone"));
    }

    @Test
    void anAliasIsNoWayAround() {
        var stolen = "{'name':'why','type':['null','string'],'default':null,'aliases':['reason']}";

        assertThat(edited(schema -> add(schema, "CancelRun", stolen)))
                .containsExactly(
                        "CancelRun: 'why' has an alias. Names never change here: remove it.");
        assertThat(
                        edited(schema -> {
                            var field = field(schema, "CancelRun", "reason");
                            field.put("name", "why").putArray("aliases").add("reason");
                        }))
                .anyMatch(breach -> names(breach, "CancelRun.reason", "has another name"));
    }

    @Test
    void aNullableFieldThatIsAddedPasses() {
        var added = "{'name':'model','type':['null','string'],'default':null}";

        assertThat(edited(schema -> add(schema, "ModelTurn", added))).isEmpty();
        assertThat(edited(schema -> add(schema, "RunStatus", added))).isEmpty();
    }

    @Test
    void aNewEventTypeWithASectionOfItsOwnPasses() {
        var section =
                "{'name':'handover','default':null,'type':['null',{'type':'record','name':'Handover','fields':[{'name':'to','type':'string'}]}]}";

        assertThat(edited(schema -> add(schema, "AgentEvent", section))).isEmpty();
    }

    @Test
    void aNewRecordPasses() {
        var more = new ArrayList<>(ContractRecords.schemas());
        more.add(
                Schema.createRecord(
                        "Feedback", null, "dev.lifeline.schemas.avro", false, List.of()));

        assertThat(breachesOf(more)).isEmpty();
    }

    /** What the gate says when each of the contract's schemas has been edited so. */
    private static List<String> edited(Consumer<JsonNode> edit) {
        return breachesOf(
                ContractRecords.schemas().stream()
                        .map(schema -> {
                            var json = NeutralSchema.json(schema);
                            edit.accept(json);
                            return new Schema.Parser().parse(json.toString());
                        })
                        .toList());
    }

    /** What breaks the first release; that keeps these tests the same when others follow. */
    private static List<String> breachesOf(List<Schema> current) {
        var first = ReleasedSchemas.all().stream().filter(each -> each.version().equals("0.1.0"));
        return EvolutionGate.breaches(first.toList(), current);
    }

    private static boolean names(String breach, String path, String reason) {
        return breach.startsWith(path + " (released in 0.1.0): ") && breach.contains(reason);
    }

    /** The fields of the record, wherever the schema declares it; strays if it does not. */
    private static ArrayNode fields(JsonNode node, String record) {
        if (node.path("name").asText().equals(record)
                && node.get("fields") instanceof ArrayNode fields) {
            return fields;
        }
        for (var child : node) {
            var found = fields(child, record);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return JSON.createArrayNode();
    }

    /** The field as its record declares it; a stray one in schemas that have no such record. */
    private static ObjectNode field(JsonNode schema, String record, String name) {
        for (var field : fields(schema, record)) {
            if (field.path("name").asText().equals(name)) {
                return (ObjectNode) field;
            }
        }
        return JSON.createObjectNode();
    }

    private static void remove(JsonNode schema, String record, String name) {
        var fields = fields(schema, record);
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).path("name").asText().equals(name)) {
                fields.remove(i);
            }
        }
    }

    private static void add(JsonNode schema, String record, String field) {
        fields(schema, record).add(json(field.replace('\'', '"')));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
