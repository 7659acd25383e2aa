package dev.lifeline.gateway.fuzz;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests that no client should send. */
final class RequestMutations {

    private static final String CRLF = "\r\n";
    private final Requests requests;
    private final List<String> tokens;

    RequestMutations(Requests requests, List<String> tokens) {
        this.requests = requests;
        this.tokens = tokens;
    }

    /** A request with something wrong. */
    byte[] next(Random random) {
        var valid = requests.next(one(tokens, random), random);
        var measured = valid.measured();
        return switch (random.nextInt(18)) {
            case 0 -> measured.withMethod(one(Junk.METHODS, random)).bytes();
            case 1 -> measured.withVersion(one(Junk.VERSIONS, random)).bytes();
            case 2 -> measured.withTarget(one(Junk.TARGETS, random)).bytes();
            case 3, 4 -> measured.withTarget(inserted(valid.target(), random)).bytes();
            case 5, 6 -> measured.withTarget(withQuery(valid.target(), random)).bytes();
            case 7, 8 -> measured.with(one(Junk.HEADERS, random)).bytes();
            case 9 -> measured.without("Host").with(one(Junk.HEADERS, random)).bytes();
            case 10 ->
                    measured.without("Authorization")
                            .with("Authorization: " + one(Junk.TOKENS, random))
                            .bytes();
            case 11 -> measured.with("Authorization: Bearer " + one(tokens, random)).bytes();
            case 12, 13 -> withBody(valid, random);
            case 14 -> lyingBody(valid, random);
            case 15 -> manyHeaders(measured, random).bytes();
            case 16 -> Bytes.damaged(measured.bytes(), random);
            default -> notHttp(measured, random);
        };
    }

    /** A handshake with something wrong. */
    byte[] nextHandshake(Random random) {
        var valid = requests.handshake(one(tokens, random));
        return switch (random.nextInt(9)) {
            case 0 ->
                    changed(
                            valid,
                            "Sec-WebSocket-Version",
                            random,
                            "0",
                            "8",
                            "14",
                            "x",
                            "13, 8",
                            "");
            case 1 ->
                    changed(
                            valid,
                            "Sec-WebSocket-Key",
                            random,
                            "",
                            "short",
                            "\u00ff",
                            "=".repeat(24));
            case 2 ->
                    changed(
                            valid,
                            "Upgrade",
                            random,
                            "",
                            "h2c",
                            "websocket, h2c",
                            "WebSocket/13",
                            "\u0000");
            case 3 ->
                    changed(
                            valid,
                            "Connection",
                            random,
                            "",
                            "close",
                            "keep-alive",
                            "Upgrade, close");
            case 4 ->
                    changed(
                            valid,
                            "Sec-WebSocket-Protocol",
                            random,
                            "",
                            ",,,",
                            "lifeline.v2",
                            "a b",
                            "\u00ff",
                            "bearer-token-carrier, quarkus-http-upgrade#Authorization#%zz",
                            "lifeline.v1,".repeat(500),
                            "quarkus-http-upgrade#Authorization#Bearer%20x");
            case 5 ->
                    valid.with(
                                    "Sec-WebSocket-Extensions: "
                                            + one(
                                                    List.of(
                                                            "permessage-deflate; x=y",
                                                            "permessage-deflate; server_max_window_bits=99",
                                                            ";;;",
                                                            "x-webkit-deflate-frame"),
                                                    random))
                            .bytes();
            case 6 -> valid.withTarget(withQuery(valid.target(), random)).bytes();
            case 7 ->
                    valid.withMethod(one(Junk.METHODS, random))
                            .withBody(Bytes.random(random, 20))
                            .bytes();
            default -> Bytes.damaged(valid.bytes(), random);
        };
    }

    private static byte[] changed(Request valid, String name, Random random, String... values) {
        var without = valid.without(name);
        int choice = random.nextInt(values.length + 1);
        return choice == values.length
                ? without.bytes()
                : without.with(name + ": " + values[choice]).bytes();
    }

    private static String inserted(String target, Random random) {
        int at = random.nextInt(target.length() + 1);
        return target.substring(0, at) + one(Junk.PARTS, random) + target.substring(at);
    }

    private static String withQuery(String target, Random random) {
        var query =
                IntStream.range(0, random.nextInt(20) == 0 ? 100 : random.nextInt(1, 4))
                        .mapToObj(
                                i -> one(Junk.PARAMETERS, random) + "=" + one(Junk.VALUES, random))
                        .collect(Collectors.joining("&"));
        int end = target.indexOf('?');
        return (end < 0 ? target : target.substring(0, end)) + "?" + query;
    }

    private static byte[] withBody(Request valid, Random random) {
        var body =
                HostileJson.of(
                        valid.body(),
                        one(
                                List.of("agent", "input", "runId", "deadline", "threadId", "kind"),
                                random),
                        random);
        var request = valid.withBody(body);
        return (random.nextBoolean() ? request.measured() : request.chunked()).bytes();
    }

    private static byte[] lyingBody(Request valid, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> valid.with("Content-Length: " + one(Junk.LENGTHS, random)).bytes();
            case 1 -> valid.chunked().with("Content-Length: " + random.nextInt(100)).bytes();
            case 2 ->
                    valid.measured()
                            .with(
                                    "Transfer-Encoding: "
                                            + one(
                                                    List.of(
                                                            "gzip",
                                                            "identity",
                                                            "chunked, gzip",
                                                            "xchunked",
                                                            "\u000bchunked"),
                                                    random))
                            .bytes();
            default ->
                    valid.with("Transfer-Encoding: chunked")
                            .withBody(
                                    Bytes.of(
                                            one(
                                                    List.of(
                                                            "-1",
                                                            "ZZ",
                                                            "fffffffff",
                                                            "5;" + "x".repeat(9_000),
                                                            "",
                                                            "0\r\nX: y",
                                                            "5\r\nab\r\n0"),
                                                    random),
                                            CRLF,
                                            CRLF))
                            .bytes();
        };
    }

    private static Request manyHeaders(Request request, Random random) {
        var changed = request;
        for (int i = random.nextInt(50, 400); i > 0; i--) {
            changed = changed.with("X-" + i + ": " + i);
        }
        return changed;
    }

    private static byte[] notHttp(Request valid, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Bytes.random(random, random.nextInt(1, 600));
            case 1 -> Bytes.of(0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3, Bytes.random(random, 500));
            case 2 -> Bytes.of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Bytes.random(random, 60));
            default -> Bytes.of(valid.without("Connection").bytes(), valid.bytes());
        };
    }

    private static <T> T one(List<T> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }
}
