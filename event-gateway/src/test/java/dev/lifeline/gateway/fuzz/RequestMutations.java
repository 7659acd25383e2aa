package dev.lifeline.gateway.fuzz;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Requests that no client should send. */
final class RequestMutations {

    private static final String CRLF = "\r\n";
    private static final List<String> METHODS =
            List.of(
                    "TRACE",
                    "CONNECT",
                    "OPTIONS",
                    "PATCH",
                    "DELETE",
                    "HEAD",
                    "PUT",
                    "get",
                    "G\u0000T",
                    "X".repeat(300),
                    "");
    private static final List<String> VERSIONS =
            List.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "HTTP/1.1.1", "http/1.1", "");
    private static final List<String> PARTS =
            List.of(
                    "%",
                    "%zz",
                    "%00",
                    "%2e%2e%2f",
                    "%c0%af",
                    "%ff",
                    "%25",
                    "..",
                    "//",
                    "/./",
                    ";a=b",
                    "\\",
                    "\u00e9",
                    "#x",
                    "?",
                    "&&=",
                    "%0d%0aX: y",
                    "{}",
                    "[",
                    "|",
                    "\u0001");
    private static final List<String> TARGETS =
            List.of(
                    "*",
                    "",
                    "/",
                    "v1/agents",
                    "http://elsewhere.example/v1/agents",
                    "//v1/agents",
                    "/v1//agents",
                    "/q/metrics",
                    "/q/health",
                    "/q/dev",
                    "/q/openapi",
                    "localhost:443",
                    "/../../etc/passwd",
                    "/" + "x".repeat(5_000));
    private static final List<String> PARAMETERS =
            List.of(
                    "cursor", "runId", "limit", "state", "from", "follow", "speed", "shard",
                    "token", "%zz", "");
    private static final List<String> VALUES =
            List.of(
                    "",
                    "%",
                    "%zz",
                    "%00",
                    "%ff%fe",
                    "-1",
                    "0",
                    "1e999999999",
                    "99999999999999999999",
                    "NaN",
                    "true",
                    "a&a=a",
                    "%F0%9F%98%80",
                    "eyJ" + "x".repeat(100),
                    "x".repeat(2_000));
    private static final List<String> HEADERS =
            List.of(
                    "Host: a b",
                    "Host:",
                    "Host: evil.example:99999",
                    "Host: [::1",
                    "Accept: ;;,/",
                    "Accept: text/html",
                    "Accept: */*;q=x",
                    "Accept-Encoding: gzip;q=9",
                    "Content-Type: application/json; charset=utf-16",
                    "Content-Type: application/json; charset=no-such",
                    "Content-Type: text/plain",
                    "Content-Type: ;",
                    "Content-Type: a/b/c",
                    "Content-Encoding: gzip",
                    "Expect: 100-continue",
                    "Expect: miracles",
                    "Range: bytes=9-1",
                    "If-None-Match: *",
                    "If-Modified-Since: never",
                    "Upgrade: h2c",
                    "Upgrade: websocket",
                    "HTTP2-Settings: !!",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Last-Event-ID: %zz",
                    "Last-Event-ID: \u00ff\u00fe",
                    "traceparent: 00-zz-zz-zz",
                    "traceparent: " + "0".repeat(5_000),
                    "tracestate: =,=",
                    "X-Forwarded-For: ;",
                    "X-Forwarded-Host: a b",
                    "Forwarded: for=\"",
                    "Cookie: \u0001",
                    "Origin: null",
                    "Origin: http://[",
                    "no colon here",
                    ": no name",
                    "Space : before",
                    " folded: line",
                    "Nul\u0000: x",
                    "X: \u0000",
                    "X: a\rb",
                    "X-Long: " + "y".repeat(20_000));
    private static final List<String> TOKENS =
            List.of(
                    "",
                    "Bearer",
                    "Bearer ",
                    "Basic YTpi",
                    "bearer x.y.z",
                    "Bearer a b",
                    "Bearer \u00ff",
                    "Bearer " + "A".repeat(6_000),
                    "Bearer eyJhbGciOiJub25lIn0.e30.",
                    "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA",
                    "Bearer ....",
                    "Bearer e30.e30.e30.e30.e30");
    private static final List<String> LENGTHS =
            List.of("-1", "abc", "+5", "0x10", "99999999999999999999", "2000000", "1, 2", "", "0");

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
            case 0 -> measured.withMethod(one(METHODS, random)).bytes();
            case 1 -> measured.withVersion(one(VERSIONS, random)).bytes();
            case 2 -> measured.withTarget(one(TARGETS, random)).bytes();
            case 3, 4 -> measured.withTarget(inserted(valid.target(), random)).bytes();
            case 5, 6 -> measured.withTarget(withQuery(valid.target(), random)).bytes();
            case 7, 8 -> measured.with(one(HEADERS, random)).bytes();
            case 9 -> measured.without("Host").with(one(HEADERS, random)).bytes();
            case 10 ->
                    measured.without("Authorization")
                            .with("Authorization: " + one(TOKENS, random))
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
                    valid.withMethod(one(METHODS, random))
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
        return target.substring(0, at) + one(PARTS, random) + target.substring(at);
    }

    private static String withQuery(String target, Random random) {
        var query =
                IntStream.range(0, random.nextInt(20) == 0 ? 100 : random.nextInt(1, 4))
                        .mapToObj(i -> one(PARAMETERS, random) + "=" + one(VALUES, random))
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
            case 0 -> valid.with("Content-Length: " + one(LENGTHS, random)).bytes();
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
