package dev.lifeline.schemas.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.AgentDescription;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.Delivery;
import dev.lifeline.schemas.avro.RunStatus;
import dev.lifeline.schemas.avro.StartRun;
import dev.lifeline.schemas.contract.JsonContract;
import dev.lifeline.schemas.contract.PublishedDocuments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/asyncapi.yaml} says what the code does. */
class AsyncApiTest {

    private static final String STREAM = "/v1/stream";
    private static final JsonNode DOCUMENT = PublishedDocuments.read("asyncapi.yaml");
    private static final JsonNode MESSAGES = DOCUMENT.path("components").path("messages");
    private static final DocumentedRecords RECORDS = DocumentedRecords.current();
    private static final Instant AT = Instant.parse("2026-11-23T07:40:12.345678Z");
    private static final String TRACEPARENT =
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void everyTopicIsAChannelWithItsSettings() {
        var documented = new TreeMap<String, Topics.Topic>();
        for (var channel : DOCUMENT.path("channels")) {
            if (!channel.path("address").asText().equals(STREAM)) {
                var topic = topic(channel.path("bindings").path("kafka"));
                assertThat(topic.name()).isEqualTo(channel.path("address").asText());
                documented.put(topic.name(), topic);
            }
        }

        assertThat(documented.values())
                .containsExactlyInAnyOrderElementsOf(Topics.all(Topics.DEFAULT_PARTITIONS));
    }

    @Test
    void everyRecordIsAMessageWithItsSchema() {
        var schemas = new ArrayList<String>();
        for (var message : MESSAGES) {
            var schema = message.path("payload").path("schema").path("$ref").asText();
            if (!schema.isEmpty()) {
                schemas.add(schema);
            }
        }

        assertThat(schemas)
                .containsExactlyInAnyOrderElementsOf(
                        RECORDS.records().stream()
                                .map(r -> "./schemas/" + r.getName() + ".avsc")
                                .toList());
    }

    @Test
    void everyFrameIsAMessageOfTheStream() {
        var frames = new TreeSet<String>();
        DOCUMENT.path("channels")
                .path("stream")
                .path("messages")
                .fieldNames()
                .forEachRemaining(frames::add);

        assertThat(frames)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of("frame", "client-frame").flatMap(AsyncApiTest::kinds).toList());
    }

    @Test
    void everyChannelIsWrittenAndReadBySomeone() {
        var channels = new TreeSet<String>();
        DOCUMENT.path("channels")
                .fieldNames()
                .forEachRemaining(c -> channels.add("#/channels/" + c));
        var used = new TreeSet<String>();
        for (var operation : DOCUMENT.path("operations")) {
            used.add(operation.path("channel").path("$ref").asText());
        }

        assertThat(used).isEqualTo(channels);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void headersAreAsDocumented(String message, RecordHeaders headers) {
        var values = new LinkedHashMap<String, String>();
        headers.forEach(h -> values.put(h.key(), new String(h.value(), UTF_8)));
        var json = new ObjectMapper().valueToTree(values).toString();
        var declared = new TreeSet<String>();

        for (var schema : headerSchemas(message)) {
            JsonContract.published().require("asyncapi.yaml#" + schema, json);
            DOCUMENT.at(schema).path("properties").fieldNames().forEachRemaining(declared::add);
        }
        assertThat(declared).containsAll(values.keySet());
    }

    static Stream<Arguments> headers() {
        var event = specific("AgentEvent", AgentEvent.class);
        var start = specific("StartRun", StartRun.class);
        var cancel = specific("CancelRun", CancelRun.class);
        var row = specific("RunStatus", RunStatus.class);
        var alert = specific("Alert", Alert.class);
        var delivery = specific("Delivery", Delivery.class);
        var agent = specific("AgentDescription", AgentDescription.class);
        var letter = new Headers.DeadLetter("unreadable", "agent.events", 3, 4, AT);
        return Stream.of(
                Arguments.of("AgentEvent", Headers.of(event)),
                Arguments.of("StartRun", Headers.of(start, "gateway-1")),
                Arguments.of("CancelRun", Headers.of(cancel, "gateway-1")),
                Arguments.of("OwnerControl", Headers.control(Headers.OWNER)),
                Arguments.of("OwnerControl", Headers.control(Headers.BEAT)),
                Arguments.of("OwnerControl", Headers.control(Headers.YIELD)),
                Arguments.of("RunStatus", Headers.of(row, "lifeline-monitor", AT, TRACEPARENT)),
                Arguments.of("Alert", Headers.of(alert, "lifeline-monitor")),
                Arguments.of("Delivery", Headers.of(delivery, "gateway-1")),
                Arguments.of("AgentDescription", Headers.of(agent, "executor-1", AT)),
                Arguments.of(
                        "DeadLetter", Headers.deadLetter(Headers.executor("executor-1"), letter)));
    }

    private static <T> T specific(String record, Class<T> type) {
        return type.cast(FullRecords.specific(FullRecords.full(RECORDS.record(record))));
    }

    /** The message's own, and those of its traits. */
    private static List<String> headerSchemas(String message) {
        var schemas = new ArrayList<String>();
        schemas.add("/components/messages/" + message + "/headers");
        for (var trait : MESSAGES.path(message).path("traits")) {
            schemas.add(trait.path("$ref").asText().substring(1) + "/headers");
        }
        return schemas;
    }

    private static Stream<String> kinds(String document) {
        return PublishedDocuments.read("schemas/" + document + ".schema.json")
                .path("properties")
                .path("kind")
                .path("x-known-values")
                .valueStream()
                .map(JsonNode::asText);
    }

    private static Topics.Topic topic(JsonNode binding) {
        var settings = new TreeMap<String, String>();
        for (var setting : binding.path("topicConfiguration").properties()) {
            settings.put(setting.getKey(), text(setting.getValue()));
        }
        return new Topics.Topic(
                binding.path("topic").asText(), binding.path("partitions").asInt(), settings);
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? String.join(",", value.valueStream().map(JsonNode::asText).toList())
                : value.asText();
    }
}
