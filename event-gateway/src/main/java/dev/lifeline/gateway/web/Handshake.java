package dev.lifeline.gateway.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.Base64;
import java.util.Locale;

/** What RFC 6455 asks of a WebSocket's handshake, before anything is made of it. */
final class Handshake {

    static final String VERSION = "13";

    private static final int KEY_BYTES = 16;

    private Handshake() {}

    static boolean isOfOurVersion(HttpServerRequest request) {
        return VERSION.equals(request.getHeader("Sec-WebSocket-Version"));
    }

    /** Whether it asks for an upgrade with a key as it must be. */
    static boolean isWhole(HttpServerRequest request) {
        var connection = String.join(",", request.headers().getAll("Connection"));
        var keys = request.headers().getAll("Sec-WebSocket-Key");
        return connection.toLowerCase(Locale.ROOT).contains("upgrade")
                && keys.size() == 1
                && isKey(keys.getFirst());
    }

    private static boolean isKey(String text) {
        try {
            return Base64.getDecoder().decode(text).length == KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
