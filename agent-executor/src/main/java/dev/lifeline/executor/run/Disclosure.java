package dev.lifeline.executor.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.ErrorDetail;
import dev.lifeline.schemas.avro.RequestedTool;
import dev.lifeline.schemas.avro.ToolResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides what of an event's content leaves the executor: secrets in what tools are given and
 * answer, and in errors, are replaced, and what is longer than {@link #MAX_BYTES} is cut. What
 * users and models say to each other is theirs and stays as it is.
 */
final class Disclosure {

    /** Longest field, in UTF-8 bytes. */
    static final int MAX_BYTES = 64 * 1024;

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
        said(event);
        if (event.getToolCall() != null) {
            var call = event.getToolCall();
            call.setArguments(json("arguments", call.getArguments(), MAX_BYTES));
        }
        if (event.getToolResult() != null) {
            answered(event.getToolResult());
        }
        if (event.getCompleted() != null) {
            completed(event.getCompleted());
        }
    }

    private void said(AgentEvent event) {
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
    }

    private void answered(ToolResult result) {
        if (result.getResult() != null) {
            result.setResult(json("result", result.getResult(), MAX_BYTES));
        }
        result.setError(error(result.getError()));
    }

    private void completed(Completed completed) {
        if (completed.getResult() != null) {
            completed.setResult(text("result", completed.getResult()));
        }
        completed.setError(error(completed.getError()));
    }

    private @Nullable ErrorDetail error(@Nullable ErrorDetail error) {
        if (error == null) {
            return null;
        }
        String message = marked(error.getMessage(), Redaction.message(error.getMessage()));
        return new ErrorDetail(error.getCode(), cut("error", message, MAX_BYTES));
    }

    /** All of a turn's arguments share a few times the limit, so that the record stays small. */
    private void requested(List<RequestedTool> calls) {
        int each = calls.size() <= 4 ? MAX_BYTES : Math.max(256, 4 * MAX_BYTES / calls.size());
        for (var call : calls) {
            call.setArguments(json("toolCalls", call.getArguments(), each));
        }
    }

    /** Redacted before it is cut: what is cut is no longer JSON. */
    private String json(String field, String json, int limit) {
        return cut(field, marked(json, Redaction.json(json)), limit);
    }

    private String marked(String original, String disclosed) {
        redacted |= !disclosed.equals(original);
        return disclosed;
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
}
