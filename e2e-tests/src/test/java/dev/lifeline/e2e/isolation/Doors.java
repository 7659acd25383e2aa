package dev.lifeline.e2e.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.e2e.client.Answer;
import dev.lifeline.e2e.client.Api;
import dev.lifeline.e2e.client.EventStream;
import dev.lifeline.e2e.client.Json;
import java.util.List;
import java.util.Map;

/** The ways in, and how each says that it stays shut. */
public final class Doors {

    private static final int NOT_AUTHENTICATED = 4001;

    private Doors() {}

    /** Fails unless whoever calls gets in nowhere, because of the token. */
    public static void requireShut(Api api, String runId) {
        var run = "/v1/runs/" + runId;
        for (var path : List.of("/v1/events", "/v1/runs", run, run + "/events")) {
            requireProblem(api.get(path), 401, "not-authenticated");
        }
        requireClosed(api.stream(""), NOT_AUTHENTICATED);
        requireClosed(api.stream("?runId=" + runId), NOT_AUTHENTICATED);
    }

    /** Fails unless the token is refused on an open stream, whose own token goes on to hold. */
    public static void requireRefusedInFrame(Api api, String token) {
        try (var stream = api.stream("").awaitWelcome()) {
            stream.send(authenticate(token));
            var code = stream.awaitFrame("error").required("code").asText();
            assertThat(code).isEqualTo("not_authenticated");
            assertThat(stream.isOpen()).isTrue();
        }
    }

    /** Fails unless the stream is closed with that code, without a single frame. */
    public static void requireClosed(EventStream opened, int code) {
        try (var stream = opened) {
            assertThat(stream.awaitClosed()).isEqualTo(code);
            assertThat(stream.frames()).as("frames before the close").isEmpty();
        }
    }

    /** Fails unless the answer is that problem. */
    public static void requireProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.json().required("type").asText()).endsWith(type);
    }

    /** The frame that brings a token. */
    public static String authenticate(String token) {
        return Json.text(Map.of("kind", "authenticate", "token", token));
    }
}
