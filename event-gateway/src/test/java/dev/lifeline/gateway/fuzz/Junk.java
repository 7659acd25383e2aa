package dev.lifeline.gateway.fuzz;

import java.util.List;

/** Pieces of requests that are wrong, or that somebody may get wrong. */
final class Junk {

    static final List<String> METHODS =
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
    static final List<String> VERSIONS =
            List.of("HTTP/1.0", "HTTP/0.9", "HTTP/2.0", "HTTP/9.9", "HTTP/1.1.1", "http/1.1", "");
    static final List<String> PARTS =
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
    static final List<String> TARGETS =
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
    static final List<String> PARAMETERS =
            List.of(
                    "cursor", "runId", "limit", "state", "from", "follow", "speed", "shard",
                    "token", "%zz", "");
    static final List<String> VALUES =
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
    static final List<String> HEADERS =
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
    static final List<String> TOKENS =
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
    static final List<String> LENGTHS =
            List.of("-1", "abc", "+5", "0x10", "99999999999999999999", "2000000", "1, 2", "", "0");

    private Junk() {}
}
