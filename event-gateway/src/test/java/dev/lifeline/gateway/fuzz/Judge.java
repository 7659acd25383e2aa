package dev.lifeline.gateway.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.schemas.contract.JsonContract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells what the gateway may answer from what it may not. */
final class Judge {

    /** The contract's, and of RFC 6455 those that say what was wrong with a frame. */
    private static final Set<Integer> CLOSE_CODES =
            Set.of(1000, 1002, 1003, 1007, 1008, 1009, 4001, 4003, 4004, 4008);

    /** A client that closes with a code of its own gets it back. */
    private static final int FOR_APPLICATIONS = 5000;

    /**
     * Of the codec that comes before any route: what it cannot read has no problem's text. 406 is
     * the metrics', which are no part of the API.
     */
    private static final Set<Integer> WITHOUT_WORDS = Set.of(400, 406, 413, 414, 417, 431);

    private static final Map<String, Set<Integer>> STATUS_OF =
            Map.of(
                    "not-authenticated", Set.of(401),
                    "unknown-run", Set.of(404),
                    "not-found", Set.of(404),
                    "too-large", Set.of(413),
                    "unavailable", Set.of(503),
                    "no-agents", Set.of(503));

    private static final Pattern LEAK =
            Pattern.compile(
                    "Exception|Throwable|\\bat [a-z]+\\.[a-z]+\\.|dev\\.lifeline\\.|io\\.(vertx|quarkus|netty|smallrye)|java\\.|org\\.(jboss|apache)");

    private final Set<String> problemTypes;
    private final List<String> secrets;

    /**
     * @param problemTypes that are documented
     * @param secrets that no answer may show
     */
    Judge(Set<String> problemTypes, List<String> secrets) {
        this.problemTypes = Set.copyOf(problemTypes);
        this.secrets = List.copyOf(secrets);
    }

    /** Fails unless these are HTTP answers as documented, and frames behind a handshake's. */
    void answers(byte[] heard, boolean withoutBodies) {
        noLeak(new String(heard, ISO_8859_1));
        if (heard.length == 0 || isHttp2(heard)) {
            return;
        }
        for (var answer : Answers.in(heard, withoutBodies)) {
            if (answer.status() == 101) {
                frames(ServerFrames.in(heard, answer.end()));
            } else {
                answer(answer, withoutBodies);
            }
        }
    }

    /** Fails unless these are frames as documented. */
    void frames(List<ServerFrames.ServerFrame> frames) {
        for (var frame : frames) {
            require(frame.isPlain(), "the first byte of a frame is " + frame.head());
            switch (frame.opcode()) {
                case ClientBytes.TEXT ->
                        JsonContract.strict().frame(new String(frame.payload(), UTF_8));
                case ClientBytes.CLOSE -> close(frame.payload());
                case ClientBytes.PING, 10 -> {}
                default -> throw new AssertionError("a frame of kind " + frame.opcode());
            }
        }
    }

    void noLeak(String text) {
        var leak = LEAK.matcher(text.startsWith("HTTP") && text.contains("# HELP") ? "" : text);
        require(!leak.find(), "a piece of the inside is shown: " + text);
        require(secrets.stream().noneMatch(text::contains), "a token is shown");
    }

    private static boolean isHttp2(byte[] heard) {
        return heard.length >= 9 && heard[0] == 0 && heard[3] >= 4;
    }

    private void answer(Answers.Answer answer, boolean withoutBody) {
        int status = answer.status();
        require(status < 500 || status == 503, "status " + status + ": " + answer.body());
        if (status < 400) {
            stream(answer);
        } else if (answer.body().isEmpty()) {
            require(
                    withoutBody || WITHOUT_WORDS.contains(status),
                    "status " + status + " without words");
        } else {
            problem(answer);
        }
    }

    private void problem(Answers.Answer answer) {
        var said = answer.status() + " " + answer.headers() + " " + answer.body();
        require(answer.header("content-type").equals("application/problem+json"), said);
        JsonNode problem =
                JsonContract.strict()
                        .require(
                                "openapi/event-gateway.yaml#/components/schemas/Problem",
                                answer.body());
        var type = problem.path("type").asText();
        require(problemTypes.contains(type), "an undocumented type: " + said);
        require(
                problem.path("status").asInt() == answer.status(),
                "another status within: " + said);
        require(
                STATUS_OF.getOrDefault(type, Set.of(answer.status())).contains(answer.status()),
                said);
        require(answer.status() != 401 || answer.header("www-authenticate").equals("Bearer"), said);
        require(answer.status() != 503 || !answer.header("retry-after").isEmpty(), said);
    }

    /** Whole frames only: the last may have been cut by the listener. */
    private static void stream(Answers.Answer answer) {
        if (answer.header("content-type").startsWith("text/event-stream")) {
            int whole = answer.body().lastIndexOf("\n\n");
            answer.body()
                    .substring(0, Math.max(0, whole))
                    .lines()
                    .filter(line -> line.startsWith("data: "))
                    .forEach(line -> JsonContract.strict().frame(line.substring(6)));
        }
    }

    private void close(byte[] payload) {
        if (payload.length == 0) {
            return;
        }
        int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        var reason = new String(payload, 2, payload.length - 2, UTF_8);
        require(
                CLOSE_CODES.contains(code) || code >= FOR_APPLICATIONS,
                "close code " + code + " " + reason);
        require(payload.length <= 125, "a reason too long: " + reason);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
