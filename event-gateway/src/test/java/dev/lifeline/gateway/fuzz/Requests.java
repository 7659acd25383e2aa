package dev.lifeline.gateway.fuzz;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.List;
import java.util.Random;

/** Requests as they should be, for every route there is. */
final class Requests {

    private static final String JSON = "Accept: application/json";
    private static final String NO_BODY = "";

    private final String cursor;

    Requests(String cursor) {
        this.cursor = cursor;
    }

    Request next(String token, Random random) {
        var run = "/v1/runs/" + UuidCreator.getTimeOrderedEpoch();
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> start(token);
            case 3 -> of("POST", run + "/cancel", token, JSON);
            case 4 -> of("GET", "/v1/runs?state=open&limit=10", token, JSON);
            case 5 -> of("GET", run, token, JSON);
            case 6 -> of("GET", run + "/events?from=1&follow=false&speed=9", token, "Accept: */*");
            case 7 -> of("GET", run + "/events", token, "Accept: text/event-stream");
            case 8, 9 ->
                    of("GET", "/v1/events?cursor=" + cursor, token, "Last-Event-ID: " + cursor);
            case 10 -> of("GET", "/v1/connect", token, JSON);
            case 11 -> of("GET", "/v1/agents", token, JSON);
            case 12 -> of("GET", "/q/health/ready", token, JSON);
            default -> of("GET", random.nextBoolean() ? "/" : "/app.js", token, "Accept: */*");
        };
    }

    /** A handshake that is as it should be. */
    Request handshake(String token) {
        return Request.of(
                "GET",
                "/v1/stream",
                List.of(
                        "Host: localhost",
                        "Upgrade: websocket",
                        "Connection: Upgrade",
                        "Sec-WebSocket-Version: 13",
                        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                        "Sec-WebSocket-Protocol: lifeline.v1",
                        "Authorization: Bearer " + token),
                NO_BODY);
    }

    private static Request start(String token) {
        var body =
                "{\"agent\":\"researcher\",\"input\":\"x\",\"runId\":\"%s\",\"deadline\":\"PT1M\"}"
                        .formatted(UuidCreator.getTimeOrderedEpoch());
        return Request.of(
                "POST",
                "/v1/runs",
                List.of(
                        "Host: localhost",
                        "Connection: close",
                        "Content-Type: application/json",
                        JSON,
                        "Authorization: Bearer " + token),
                body);
    }

    private static Request of(String method, String target, String token, String header) {
        return Request.of(
                method,
                target,
                List.of(
                        "Host: localhost",
                        "Connection: close",
                        header,
                        "Authorization: Bearer " + token),
                NO_BODY);
    }
}
