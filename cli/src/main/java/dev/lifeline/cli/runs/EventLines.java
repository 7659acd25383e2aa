package dev.lifeline.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lifeline.cli.stream.StreamedEvent;
import dev.lifeline.cli.terminal.Terminal;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Shows an event as one line: time, sequence, type and what matters of the rest. */
public final class EventLines {

    private static final int WIDEST_DETAIL = 100;
    private static final int SHORT_ID = 8;

    private final Terminal terminal;
    private final DateTimeFormatter time;

    public EventLines(Terminal terminal, ZoneId zone) {
        this.terminal = terminal;
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(zone);
    }

    /** For a reader who follows one run. */
    public String line(StreamedEvent event) {
        return "%s  %3d  %s  %s"
                .formatted(
                        terminal.dim(time.format(event.occurredAt())),
                        event.sequence(),
                        coloured(event, "%-15s".formatted(event.type())),
                        detail(event));
    }

    /** For a reader who follows several. */
    public String lineWithRun(StreamedEvent event) {
        String end = event.runId().substring(Math.max(0, event.runId().length() - SHORT_ID));
        return terminal.dim("…" + end + " %-11s ".formatted(event.agent())) + line(event);
    }

    private String coloured(StreamedEvent event, String text) {
        return switch (event.type()) {
            case "agent_started" -> terminal.bold(text);
            case "tool_executing", "tool_completed" -> terminal.cyan(text);
            case "agent_completed" -> succeeded(event) ? terminal.green(text) : terminal.red(text);
            default -> text;
        };
    }

    static boolean succeeded(StreamedEvent event) {
        return event.data().path("outcome").asText().equals("SUCCEEDED");
    }

    private static String detail(StreamedEvent event) {
        JsonNode data = event.data();
        String detail =
                switch (event.type()) {
                    case "agent_started" -> event.agent() + ": " + text(data, "input");
                    case "agent_thinking" -> text(data, "text");
                    case "message_delta" -> text(data, "delta");
                    case "model_completed" ->
                            "step " + text(data, "step") + ", " + text(data, "finishReason");
                    case "tool_executing" -> text(data, "toolName") + " " + text(data, "arguments");
                    case "tool_completed" ->
                            text(data, "toolName")
                                    + " "
                                    + text(data, "status")
                                    + " "
                                    + resultOrError(data);
                    case "agent_completed" -> text(data, "outcome") + " " + resultOrError(data);
                    default -> data.toString();
                };
        return shortened(detail);
    }

    private static String resultOrError(JsonNode data) {
        String error = data.path("error").path("message").asText("");
        return error.isEmpty() ? text(data, "result") : error;
    }

    private static String text(JsonNode data, String field) {
        JsonNode value = data.path(field);
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    /** One line, and nothing in it that a terminal would obey. */
    private static String shortened(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= WIDEST_DETAIL ? line : line.substring(0, WIDEST_DETAIL - 1) + "…";
    }
}
