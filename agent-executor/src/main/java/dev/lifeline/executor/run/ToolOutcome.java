package dev.lifeline.executor.run;

import dev.lifeline.schemas.ErrorCodes;
import dev.lifeline.schemas.avro.ErrorDetail;
import dev.lifeline.schemas.avro.ToolResult;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How a tool call ended.
 *
 * @param status by the contract's name
 * @param result JSON, where the tool returned
 * @param error for the user, where it did not
 */
record ToolOutcome(String status, @Nullable String result, @Nullable ErrorDetail error) {

    static final String LOST = "LOST";

    /** How a call ended that is in the log. */
    static ToolOutcome of(ToolResult recorded) {
        return new ToolOutcome(recorded.getStatus(), recorded.getResult(), recorded.getError());
    }

    static ToolOutcome ok(String result) {
        return new ToolOutcome("OK", result, null);
    }

    static ToolOutcome unknown(String name, Collection<String> known) {
        return error(
                ErrorCodes.UNKNOWN_TOOL,
                "There is no tool '%s'. Known tools: %s."
                        .formatted(name, String.join(", ", known)));
    }

    static ToolOutcome invalidArguments(@Nullable String message) {
        return error(ErrorCodes.INVALID_ARGUMENTS, "The arguments do not fit: " + message + ".");
    }

    static ToolOutcome failed(Throwable failure) {
        String message = failure.getMessage();
        return error(ErrorCodes.TOOL_ERROR, message == null ? "The tool failed." : message.strip());
    }

    static ToolOutcome timedOut() {
        return new ToolOutcome(
                "TIMED_OUT",
                null,
                new ErrorDetail(ErrorCodes.TOOL_TIMEOUT, "The tool did not answer in time."));
    }

    /** The run ended while the tool was at work. */
    static ToolOutcome stopped(Ending ending) {
        return ending instanceof Ending.TimedOut
                ? timedOut()
                : new ToolOutcome("CANCELLED", null, ending.error());
    }

    /** The executor died while the tool was at work. */
    static ToolOutcome lost() {
        return new ToolOutcome(LOST, null, new Ending.Lost().error());
    }

    boolean isOk() {
        return error == null;
    }

    /** What the model is told. */
    String forModel() {
        if (error != null) {
            return error.getMessage();
        }
        return result == null ? "" : result;
    }

    private static ToolOutcome error(String code, String message) {
        return new ToolOutcome("ERROR", null, new ErrorDetail(code, message));
    }
}
