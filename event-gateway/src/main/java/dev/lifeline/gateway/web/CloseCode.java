package dev.lifeline.gateway.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.gateway.problem.Problem;
import java.nio.ByteBuffer;

/** Why the gateway closes a WebSocket. */
enum CloseCode {
    DONE(1000),
    BAD_TEXT(1007),
    TOO_LARGE(1009),
    INTERNAL(1011),
    RESTART(1012),
    NOT_AUTHENTICATED(4001),
    FORBIDDEN(4003),
    BAD_CURSOR(4004),
    TOO_MANY(4008),
    UNAVAILABLE(4100),
    SILENT(4101);

    private static final int LONGEST_REASON = 123;

    private final short code;

    CloseCode(int code) {
        this.code = (short) code;
    }

    short code() {
        return code;
    }

    /** The code for a stream that was refused. */
    static CloseCode of(Problem problem) {
        return switch (problem.status()) {
            case 401 -> NOT_AUTHENTICATED;
            case 404 -> FORBIDDEN;
            case 400 -> BAD_CURSOR;
            case 429 -> TOO_MANY;
            default -> UNAVAILABLE;
        };
    }

    /** A reason as short as RFC 6455 wants it: 123 bytes. */
    static String shortened(String reason) {
        var bytes = reason.getBytes(UTF_8);
        return bytes.length <= LONGEST_REASON
                ? reason
                : UTF_8.decode(ByteBuffer.wrap(bytes, 0, LONGEST_REASON - 3))
                                .toString()
                                .replace("\uFFFD", "")
                        + "…";
    }
}
