package dev.lifeline.schemas;

/** The event types this release writes; readers let types they do not know pass. */
public final class EventTypes {

    public static final String AGENT_STARTED = "agent_started";
    public static final String AGENT_THINKING = "agent_thinking";
    public static final String MESSAGE_DELTA = "message_delta";
    public static final String MODEL_COMPLETED = "model_completed";
    public static final String TOOL_EXECUTING = "tool_executing";
    public static final String TOOL_COMPLETED = "tool_completed";
    public static final String AGENT_COMPLETED = "agent_completed";

    private EventTypes() {}
}
