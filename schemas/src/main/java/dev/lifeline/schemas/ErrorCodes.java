package dev.lifeline.schemas;

/** Stable codes of the errors that end a run or a tool call. */
public final class ErrorCodes {

    public static final String TURN_LIMIT = "turn_limit";
    public static final String TOOL_LIMIT = "tool_limit";
    public static final String TOKEN_LIMIT = "token_limit";
    public static final String MODEL_ERROR = "model_error";
    public static final String UNKNOWN_AGENT = "unknown_agent";
    public static final String TOO_MANY_ATTEMPTS = "too_many_attempts";
    public static final String EXECUTOR_LOST = "executor_lost";
    public static final String CANCELLED_BY_USER = "cancelled_by_user";
    public static final String DEADLINE_EXCEEDED = "deadline_exceeded";

    public static final String UNKNOWN_TOOL = "unknown_tool";
    public static final String INVALID_ARGUMENTS = "invalid_arguments";
    public static final String TOOL_ERROR = "tool_error";
    public static final String TOOL_TIMEOUT = "tool_timeout";

    private ErrorCodes() {}
}
