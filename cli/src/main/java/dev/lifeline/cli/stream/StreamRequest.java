package dev.lifeline.cli.stream;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Supplier;

/**
 * Which events to stream from where.
 *
 * @param gateway the gateway's base address, {@code http://host:port}
 * @param token asked for at each connection, so that it may be renewed
 * @param runId that run only, and the stream completes with it; all of the user's runs if empty
 * @param cursor resume after it; from now on (one run: from its first event) if empty
 */
public record StreamRequest(
        URI gateway, Supplier<String> token, Optional<String> runId, Optional<String> cursor) {

    /** All of the user's events from now on. */
    public static StreamRequest live(URI gateway, Supplier<String> token) {
        return new StreamRequest(gateway, token, Optional.empty(), Optional.empty());
    }

    /** One run's events from its first. */
    public static StreamRequest run(URI gateway, Supplier<String> token, String runId) {
        return new StreamRequest(gateway, token, Optional.of(runId), Optional.empty());
    }

    /** The same events, after the cursor. */
    public StreamRequest after(String cursor) {
        return new StreamRequest(gateway, token, runId, Optional.of(cursor));
    }

    /** The WebSocket's address; the token is never part of it. */
    URI address() {
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        runId.ifPresent(value -> query.add("runId=" + encode(value)));
        cursor.ifPresent(value -> query.add("cursor=" + encode(value)));
        String scheme = "https".equals(gateway.getScheme()) ? "wss" : "ws";
        return URI.create(scheme + "://" + gateway.getRawAuthority() + "/v1/stream" + query);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
