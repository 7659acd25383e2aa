package dev.lifeline.gateway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;

/** An HTTP request, to be written as it is, however wrong. */
@SuppressWarnings("ArrayRecordComponent") // Sent, and never compared.
record Request(String method, String target, String version, List<String> headers, byte[] body) {

    Request {
        headers = List.copyOf(headers);
    }

    static Request of(String method, String target, List<String> headers, String body) {
        return new Request(method, target, "HTTP/1.1", headers, body.getBytes(UTF_8));
    }

    Request withMethod(String other) {
        return new Request(other, target, version, headers, body);
    }

    Request withTarget(String other) {
        return new Request(method, other, version, headers, body);
    }

    Request withVersion(String other) {
        return new Request(method, target, other, headers, body);
    }

    Request withBody(byte[] other) {
        return new Request(method, target, version, headers, other);
    }

    /** With a header line more. */
    Request with(String header) {
        var more = new ArrayList<>(headers);
        more.add(header);
        return new Request(method, target, version, more, body);
    }

    /** Without the headers of that name. */
    Request without(String name) {
        var fewer = headers.stream().filter(h -> !h.startsWith(name + ":")).toList();
        return new Request(method, target, version, fewer, body);
    }

    /** With a Content-Length that is right. */
    Request measured() {
        return body.length == 0 ? this : with("Content-Length: " + body.length);
    }

    /** In one chunk, as chunks are written. */
    Request chunked() {
        return with("Transfer-Encoding: chunked")
                .withBody(
                        Bytes.of(Integer.toHexString(body.length), "\r\n", body, "\r\n0\r\n\r\n"));
    }

    byte[] bytes() {
        var head = new StringBuilder(method + " " + target + " " + version + "\r\n");
        headers.forEach(h -> head.append(h).append("\r\n"));
        return Bytes.of(head.append("\r\n"), body);
    }
}
