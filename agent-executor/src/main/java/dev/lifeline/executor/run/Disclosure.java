package dev.lifeline.executor.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.RequestedTool;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of an event's content leaves the executor: values under keys that name a secret are
 * replaced, and what is longer than {@link #MAX_BYTES} is cut.
 */
final class Disclosure {

    /** Longest field, in UTF-8 bytes. */
    static final int MAX_BYTES = 64 * 1024;

    static final String REPLACEMENT = "[redacted]";

    private static final Pattern SECRET =
            Pattern.compile(
                    "passw(or)?d|passphrase|secret|token$|authorization|apikey|cookie|credential"
                            + "|privatekey|accesskey");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Long> truncated = new HashMap<>();
    private boolean redacted;

    private Disclosure() {}

    /** The event as it may be written; the same object, changed. */
    static AgentEvent of(AgentEvent event) {
        var disclosure = new Disclosure();
        disclosure.apply(event);
        event.setTruncated(disclosure.truncated);
        event.setRedacted(disclosure.redacted);
        return event;
    }

    private void apply(AgentEvent event) {
        if (event.getStarted() != null) {
            event.getStarted().setInput(text("input", event.getStarted().getInput()));
        }
        if (event.getThinking() != null) {
            event.getThinking().setText(text("text", event.getThinking().getText()));
        }
        if (event.getMessage() != null) {
            event.getMessage().setDelta(text("delta", event.getMessage().getDelta()));
        }
        if (event.getTurn() != null) {
            event.getTurn().setText(text("text", event.getTurn().getText()));
            requested(event.getTurn().getToolCalls());
        }
        if (event.getToolCall() != null) {
            var call = event.getToolCall();
            call.setArguments(json("arguments", call.getArguments(), MAX_BYTES));
        }
        if (event.getToolResult() != null && event.getToolResult().getResult() != null) {
            var result = event.getToolResult();
            result.setResult(json("result", result.getResult(), MAX_BYTES));
        }
        if (event.getCompleted() != null && event.getCompleted().getResult() != null) {
            event.getCompleted().setResult(text("result", event.getCompleted().getResult()));
        }
    }

    /** All of a turn's arguments share a few times the limit, so that the record stays small. */
    private void requested(List<RequestedTool> calls) {
        int each = calls.size() <= 4 ? MAX_BYTES : Math.max(256, 4 * MAX_BYTES / calls.size());
        for (var call : calls) {
            call.setArguments(json("toolCalls", call.getArguments(), each));
        }
    }

    private String json(String field, String json, int limit) {
        return cut(field, redact(json), limit);
    }

    private String text(String field, String text) {
        return cut(field, text, MAX_BYTES);
    }

    private String cut(String field, String text, int limit) {
        if (text.length() <= limit / 3) {
            return text;
        }
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length <= limit) {
            return text;
        }
        truncated.merge(field, (long) bytes.length, Math::max);
        int end = limit;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, UTF_8);
    }

    private String redact(String json) {
        try {
            JsonNode tree = JSON.readTree(json);
            return redactTree(tree) ? JSON.writeValueAsString(tree) : json;
        } catch (JsonProcessingException e) {
            return json;
        }
    }

    private boolean redactTree(@Nullable JsonNode node) {
        if (node == null) {
            return false;
        }
        boolean changed = false;
        if (node instanceof ObjectNode object) {
            for (var property : object.properties()) {
                if (namesSecret(property.getKey()) && !property.getValue().isNull()) {
                    property.setValue(object.textNode(REPLACEMENT));
                    changed = true;
                }
            }
        }
        for (var child : node) {
            changed |= redactTree(child);
        }
        redacted |= changed;
        return changed;
    }

    private static boolean namesSecret(String key) {
        String plain = key.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
        return SECRET.matcher(plain).find();
    }
}
