package dev.lifeline.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class FrameTest {

    private static final String EVENT =
            """
            {"id":"r:%1$d","type":"message_delta","runId":"r","sequence":%1$d,"attempt":1,"tenantId":"default",
             "userId":"alice","threadId":"r","parentRunId":null,"occurredAt":"2026-11-23T07:40:12.345678Z",
             "data":{"step":1,"userId":"mallory","nested":{"sequence":[7]}}}\
            """;

    @Test
    void a_live_event_is_read_without_what_its_data_say() throws IOException {
        var frame =
                read("{\"kind\":\"event\",\"cursor\":\"c1\",\"event\":" + EVENT.formatted(4) + "}");

        assertThat(frame.kind()).isEqualTo("event");
        assertThat(frame.cursor()).isEqualTo("c1");
        assertThat(frame.events())
                .containsExactly(
                        new Shown(
                                "default",
                                "alice",
                                "r",
                                4,
                                "message_delta",
                                "2026-11-23T07:40:12.345678Z"));
    }

    @Test
    void all_events_of_a_frame_are_read_in_their_order() throws IOException {
        var frame =
                read(
                        "{\"kind\":\"events\",\"cursor\":\"c2\",\"events\":[%s,%s]}"
                                .formatted(EVENT.formatted(4), EVENT.formatted(5)));

        assertThat(frame.events()).extracting(Shown::sequence).containsExactly(4L, 5L);
    }

    @Test
    void a_frame_without_events_has_its_cursor_if_it_has_one() throws IOException {
        assertThat(read("{\"kind\":\"caught_up\",\"cursor\":\"c3\"}").cursor()).isEqualTo("c3");
        assertThat(read("{\"kind\":\"goaway\",\"reconnectAfterMs\":5}").cursor()).isNull();
    }

    @Test
    void what_is_no_object_is_refused() {
        assertThatThrownBy(() -> read("[1]")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read("{\"kind\":\"event\",\"event\":7}"))
                .isInstanceOf(IOException.class);
    }

    private static Frame read(String text) throws IOException {
        return Frame.read(text.getBytes(UTF_8));
    }
}
