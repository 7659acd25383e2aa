package dev.lifeline.executor.log;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.ToolCall;
import dev.lifeline.schemas.avro.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run that the log shows begun and not ended, as far as its new owner must know it. */
public final class OpenRun {

    private final AgentEvent first;
    private final long firstOffset;
    private final Map<String, ToolCall> openTools = new LinkedHashMap<>();
    private final Usage usage = new Usage(0L, 0L, 0, 0);
    private AgentEvent last;

    OpenRun(AgentEvent first, long firstOffset) {
        this.first = first;
        this.firstOffset = firstOffset;
        last = first;
    }

    /** The run's next event. */
    void add(AgentEvent event) {
        last = event;
        switch (event.getType()) {
            case EventTypes.TOOL_EXECUTING -> {
                openTools.put(event.getToolCall().getToolCallId(), event.getToolCall());
                usage.setToolCalls(usage.getToolCalls() + 1);
            }
            case EventTypes.TOOL_COMPLETED ->
                    openTools.remove(event.getToolResult().getToolCallId());
            case EventTypes.MODEL_COMPLETED -> count(event.getTurn().getUsage());
            default -> {
                // Other events change nothing that a successor needs.
            }
        }
    }

    private void count(Usage turn) {
        usage.setModelCalls(usage.getModelCalls() + 1);
        usage.setInputTokens(usage.getInputTokens() + turn.getInputTokens());
        usage.setOutputTokens(usage.getOutputTokens() + turn.getOutputTokens());
    }

    /** Its {@code agent_started}. */
    public AgentEvent first() {
        return first;
    }

    public long firstOffset() {
        return firstOffset;
    }

    /** The last event so far. */
    public AgentEvent last() {
        return last;
    }

    /** Tools that were announced and have not completed, in the order of their announcement. */
    public List<ToolCall> openTools() {
        return List.copyOf(openTools.values());
    }

    /** What the run has consumed so far. */
    public Usage usage() {
        return usage;
    }
}
