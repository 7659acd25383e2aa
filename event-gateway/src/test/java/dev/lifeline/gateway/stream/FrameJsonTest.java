package dev.lifeline.gateway.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.gateway.cursor.Cursor;
import dev.lifeline.gateway.cursor.CursorCodec;
import dev.lifeline.gateway.log.Reading;
import dev.lifeline.gateway.testing.RunScript;
import dev.lifeline.schemas.JsonRendition;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.contract.JsonContract;
import dev.lifeline.schemas.contract.PublishedDocuments;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class FrameJsonTest {

    private static final Cursor CURSOR = new Cursor(new Uuid(1, 2), 3, 4, 5);
    private static final Cursor LATER = new Cursor(new Uuid(1, 2), 3, 9, 5);
    private static final String TEXT = CursorCodec.encode(CURSOR);

    @Test
    void framesAreAsTheContractWritesThem() throws JsonProcessingException {
        assertFrame(
                new Frame.Welcome("c1", CURSOR, Duration.ofSeconds(10)),
                """
                {"kind":"welcome","protocol":"lifeline.v1","connectionId":"c1","cursor":"%s",
                 "heartbeatSeconds":10}\
                """);
        assertFrame(
                new Frame.Live(CURSOR, event(1)),
                "{\"kind\":\"event\",\"cursor\":\"%s\",\"event\":{\"n\":1}}");
        assertFrame(
                new Frame.History(CURSOR, List.of(event(1), event(2))),
                "{\"kind\":\"events\",\"cursor\":\"%s\",\"events\":[{\"n\":1},{\"n\":2}]}");
        assertFrame(new Frame.CaughtUp(CURSOR), "{\"kind\":\"caught_up\",\"cursor\":\"%s\"}");
        assertFrame(new Frame.Heartbeat(CURSOR), "{\"kind\":\"heartbeat\",\"cursor\":\"%s\"}");
        assertFrame(
                new Frame.Gap(CURSOR, LATER, GapReason.FOREIGN_LOG),
                "{\"kind\":\"gap\",\"from\":\"%s\",\"to\":\""
                        + CursorCodec.encode(LATER)
                        + "\",\"reason\":\"foreign_log\"}");
        assertFrame(
                new Frame.GoAway(Duration.ofMillis(250), "bye"),
                "{\"kind\":\"goaway\",\"reconnectAfterMs\":250,\"reason\":\"bye\"}");
    }

    @Test
    void wordsOfOthersAreQuoted() throws JsonProcessingException {
        assertFrame(
                new Frame.Refusal("c", "\"quoted\"\n"),
                "{\"kind\":\"error\",\"code\":\"c\",\"message\":\"\\\"quoted\\\"\\n\"}");
    }

    @Test
    void everyFrameIsDocumentedAndNoneThatIsNotThere() {
        var event = documentedEvent();
        var frames =
                List.of(
                        new Frame.Welcome("c1", CURSOR, Duration.ofSeconds(10)),
                        new Frame.Live(CURSOR, event),
                        new Frame.History(CURSOR, List.of(event, event)),
                        new Frame.CaughtUp(CURSOR),
                        new Frame.Heartbeat(CURSOR),
                        new Frame.Gap(CURSOR, LATER, GapReason.RETENTION),
                        new Frame.GoAway(Duration.ZERO, "bye"),
                        new Frame.Refusal("not_json", "A frame must be one JSON object."));
        assertThat(frames.stream().<Class<?>>map(Frame::getClass))
                .containsExactlyInAnyOrder(Frame.class.getPermittedSubclasses());

        assertThat(
                        frames.stream()
                                .map(f -> JsonContract.strict().frame(FrameJson.text(f)))
                                .map(f -> f.path("kind").asText()))
                .containsExactlyInAnyOrderElementsOf(documented("/properties/kind"));
    }

    @Test
    void everyReasonOfAGapIsDocumented() {
        assertThat(Arrays.stream(GapReason.values()).map(GapReason::text))
                .containsExactlyInAnyOrderElementsOf(documented("/$defs/gap/properties/reason"));
    }

    private static List<String> documented(String value) {
        return PublishedDocuments.read("schemas/frame.schema.json")
                .at(value + "/x-known-values")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static Reading.Event documentedEvent() {
        var run = RunScript.of(new UserKey("default", "alice"), "executor-1", 1);
        var json = new String(new JsonRendition().render(run.started()), UTF_8);
        return new Reading.Event(
                run.run().text(), 1, "agent_started", Instant.EPOCH, Instant.EPOCH, json);
    }

    private static Reading.Event event(int n) {
        return new Reading.Event(
                "r", n, "t", Instant.EPOCH, Instant.EPOCH, "{\"n\":%d}".formatted(n));
    }

    private static void assertFrame(Frame frame, String json) throws JsonProcessingException {
        var mapper = new ObjectMapper();
        assertThat(mapper.readTree(FrameJson.text(frame)))
                .isEqualTo(mapper.readTree(json.replace("%s", TEXT)));
    }
}
