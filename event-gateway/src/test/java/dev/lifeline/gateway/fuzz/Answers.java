package dev.lifeline.gateway.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The HTTP answers in the bytes that a server has sent. */
final class Answers {

    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d+\\.\\d+ (\\d{3}) [^\r\n]*");

    private final byte[] bytes;
    private int position;

    private Answers(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * One answer.
     *
     * @param headers by their names in lower case
     * @param body as far as it has come
     */
    record Answer(int status, Map<String, String> headers, String body, int end) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        boolean isStream() {
            var type = header("content-type");
            return type.startsWith("text/event-stream") || type.contains("ndjson");
        }
    }

    /** All of them; fails on what is no HTTP. After an upgrade there are no more. */
    static List<Answer> in(byte[] heard, boolean withoutBodies) {
        var answers = new Answers(heard);
        var found = new ArrayList<Answer>();
        for (var a = answers.next(withoutBodies); a != null; a = answers.next(withoutBodies)) {
            found.add(a);
            if (a.status() == 101) {
                break;
            }
        }
        return found;
    }

    private @Nullable Answer next(boolean withoutBody) {
        if (position >= bytes.length) {
            return null;
        }
        var rest = new String(bytes, position, bytes.length - position, ISO_8859_1);
        int end = rest.indexOf(END_OF_HEAD);
        if (end < 0) {
            throw new AssertionError("no HTTP: " + rest);
        }
        var lines = rest.substring(0, end).split("\r\n", -1);
        var status = STATUS.matcher(lines[0]);
        if (!status.matches()) {
            throw new AssertionError("no status line: " + lines[0]);
        }
        var headers = headers(lines);
        position += end + END_OF_HEAD.length();
        int code = Integer.parseInt(status.group(1));
        var body = withoutBody || code < 200 || code == 204 || code == 304 ? "" : body(headers);
        return new Answer(code, headers, body, position);
    }

    private static Map<String, String> headers(String[] lines) {
        var headers = new TreeMap<String, String>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                throw new AssertionError("no header: " + lines[i]);
            }
            headers.merge(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip(),
                    (a, b) -> a + "," + b);
        }
        return headers;
    }

    private String body(Map<String, String> headers) {
        if ("chunked".equals(headers.get("transfer-encoding"))) {
            return chunks();
        }
        var length = headers.get("content-length");
        return take(length == null ? bytes.length : Integer.parseInt(length));
    }

    private String chunks() {
        var body = new StringBuilder();
        while (position < bytes.length) {
            var line =
                    new String(bytes, position, Math.min(16, bytes.length - position), ISO_8859_1);
            int end = line.indexOf("\r\n");
            if (end < 0) {
                break;
            }
            position += end + 2;
            int length = Integer.parseInt(line.substring(0, end), 16);
            body.append(take(length));
            position += 2;
            if (length == 0) {
                break;
            }
        }
        position = Math.min(position, bytes.length);
        return body.toString();
    }

    private String take(int length) {
        int taken = Math.min(length, bytes.length - position);
        var text = new String(bytes, position, taken, UTF_8);
        position += taken;
        return text;
    }
}
