package dev.lifeline.gateway.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal as RFC 9457 tells it.
 *
 * @param type stable, for programs
 * @param detail for people: what is wrong here, and what to do
 * @param retryAfter when trying again makes sense; zero where waiting helps nothing
 * @param more members of this type's own
 */
public record Problem(
        int status,
        String type,
        String title,
        String detail,
        Duration retryAfter,
        Map<String, Object> more) {

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem {
        more = Map.copyOf(more);
    }

    public static Problem of(int status, String type, String title, String detail) {
        return new Problem(status, type, title, detail, Duration.ZERO, Map.of());
    }

    /** The same, which waiting helps. */
    public Problem after(Duration wait) {
        return new Problem(status, type, title, detail, wait, more);
    }

    /** With one more member. */
    public Problem with(String name, Object value) {
        var all = new LinkedHashMap<>(more);
        all.put(name, value);
        return new Problem(status, type, title, detail, retryAfter, all);
    }

    /** Its members in the order they are best read. */
    public Map<String, Object> members() {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", type);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        members.putAll(more);
        return members;
    }
}
