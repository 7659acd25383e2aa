package dev.lifeline.cli.stream;

/** Frames as a gateway sends them; the cursor of event n is {@code c<n>}. */
final class Frames {

    static final String RUN = "0199a000-0000-7000-8000-000000000001";

    private Frames() {}

    static String welcome(String cursor, int heartbeatSeconds) {
        return """
        {"kind":"welcome","protocol":"lifeline.v1","connectionId":"k1","cursor":"%s","heartbeatSeconds":%d}\
        """
                .formatted(cursor, heartbeatSeconds);
    }

    static String event(long sequence) {
        return "{\"kind\":\"event\",\"cursor\":\"c%d\",\"event\":%s}"
                .formatted(sequence, json(sequence));
    }

    static String events(long first, long second) {
        return "{\"kind\":\"events\",\"cursor\":\"c%d\",\"events\":[%s,%s]}"
                .formatted(second, json(first), json(second));
    }

    static String goAway(long afterMs) {
        return "{\"kind\":\"goaway\",\"reconnectAfterMs\":%d,\"reason\":\"restart\"}"
                .formatted(afterMs);
    }

    static String gap(String to) {
        return "{\"kind\":\"gap\",\"from\":\"c1\",\"to\":\"%s\",\"reason\":\"retention\"}"
                .formatted(to);
    }

    private static String json(long sequence) {
        return """
        {"runId":"%s","sequence":%d,"type":"agent_thinking","agent":"researcher","occurredAt":"2026-11-23T07:40:12.345678Z","data":{"text":"…"}}\
        """
                .formatted(RUN, sequence);
    }
}
