package dev.lifeline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.CompleteRun;
import dev.lifeline.e2e.client.EventStream;
import dev.lifeline.e2e.client.Json;
import dev.lifeline.e2e.stack.ProcessStack;
import dev.lifeline.e2e.stack.SharedStack;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything a client can get wrong on a WebSocket. */
@ExtendWith(SharedStack.class)
class BadFramesIT {

    private static final int TOO_LONG = 100_000;

    private final ProcessStack stack;
    private final Api api;

    BadFramesIT(ProcessStack stack) {
        this.stack = stack;
        this.api = newUser();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "{}",
                "[]",
                "{\"kind\":\"unheard-of\"}",
                "{\"kind\":\"ack\"}",
                "{\"kind\":\"ack\",\"cursor\":\"not a cursor\"}"
            })
    void a_frame_that_means_nothing_is_refused_and_the_connection_lives(String frame) {
        try (var stream = api.stream("").awaitWelcome()) {
            // when
            stream.send(frame);

            // then
            requireRefusal(stream, 1);
            requireAlive(stream);
        }
    }

    @Test
    void binary_and_oversized_frames_are_refused_and_the_connection_lives() {
        try (var stream = api.stream("").awaitWelcome()) {
            // when
            stream.send(new byte[] {1, 2, 3});
            stream.send(Json.text(Map.of("kind", "ack", "cursor", "x".repeat(TOO_LONG))));

            // then
            requireRefusal(stream, 2);
            requireAlive(stream);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "%00", "a%20b"})
    void a_broken_cursor_closes_with_4004(String cursor) {
        try (var stream = api.stream("?cursor=" + cursor)) {
            assertThat(stream.awaitClosed()).isEqualTo(4004);
            assertThat(stream.closeReason()).containsIgnoringCase("cursor");
        }
    }

    @Test
    void a_damaged_cursor_closes_with_4004() {
        // given
        String good;
        try (var stream = api.stream("").awaitWelcome()) {
            good = stream.cursor();
        }
        var damaged = (good.startsWith("A") ? "B" : "A") + good.substring(1);

        // when / then
        try (var stream = api.stream("?cursor=" + damaged)) {
            assertThat(stream.awaitClosed()).isEqualTo(4004);
        }
    }

    @Test
    void a_token_in_the_url_closes_with_4001() {
        try (var stream = api.stream("?token=" + stack.token("anybody"))) {
            assertThat(stream.awaitClosed()).isEqualTo(4001);
        }
    }

    @Test
    void somebody_elses_run_closes_with_4003() {
        // given
        var theirs = newUser().start("researcher", "Mine.");

        // when / then
        try (var stream = api.stream("?runId=" + theirs.runId())) {
            assertThat(stream.awaitClosed()).isEqualTo(4003);
            assertThat(stream.events()).isEmpty();
        }
    }

    @Test
    void a_stream_of_one_run_closes_with_1000_after_its_last_event() {
        // given
        var run = api.start("researcher", "Which knot holds?");

        // when
        try (var stream = api.stream("?runId=" + run.runId())) {

            // then
            assertThat(stream.awaitClosed()).isEqualTo(1000);
            assertThat(new CompleteRun(stream.events()).outcome()).isEqualTo("SUCCEEDED");
        }
    }

    private Api newUser() {
        return new Api(stack.gateway(), stack.token("user-" + UUID.randomUUID()));
    }

    private static void requireRefusal(EventStream stream, int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(stream.frames())
                                .filteredOn(f -> f.path("kind").asText().equals("error"))
                                .hasSize(count)
                                .allSatisfy(f -> {
                                    assertThat(f.path("code").asText()).isNotBlank();
                                    assertThat(f.path("message").asText()).isNotBlank();
                                }));
    }

    private void requireAlive(EventStream stream) {
        var run = api.start("researcher", "Still there?");
        assertThat(new CompleteRun(stream.awaitEnd(run.runId())).outcome()).isEqualTo("SUCCEEDED");
        assertThat(stream.isOpen()).isTrue();
    }
}
