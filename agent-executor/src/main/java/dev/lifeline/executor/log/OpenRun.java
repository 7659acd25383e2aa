package dev.lifeline.executor.log;

import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.ToolCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A run that the log shows begun and not ended, as far as its new owner must know it. */
public final class OpenRun {

    private final AgentEvent first;
    private final long firstOffset;
    private final List<AgentEvent> turns = new ArrayList<>();
    private final Map<String, AgentEvent> results = new HashMap<>();
    private final Map<String, AgentEvent> openTools = new LinkedHashMap<>();
    private final Map<String, Completed> endedChildren = new HashMap<>();
    private AgentEvent last;
    private int crashesBefore;
    private boolean yielded;

    OpenRun(AgentEvent first, long firstOffset) {
        this.first = first;
        this.firstOffset = firstOffset;
        last = first;
    }

    /** The run's next event. */
    void add(AgentEvent event) {
        if (event.getAttempt() > last.getAttempt()) {
            crashesBefore = crashes();
            yielded = false;
        }
        last = event;
        switch (event.getType()) {
            case EventTypes.TOOL_EXECUTING ->
                    openTools.put(event.getToolCall().getToolCallId(), event);
            case EventTypes.TOOL_COMPLETED -> {
                openTools.remove(event.getToolResult().getToolCallId());
                results.put(event.getToolResult().getToolCallId(), event);
            }
            case EventTypes.MODEL_COMPLETED -> turns.add(event);
            default -> {
                // Other events change nothing that a successor needs.
            }
        }
    }

    /** A run has ended that a tool of this one started. */
    void addEndedChild(AgentEvent event) {
        endedChildren.put(event.getRunId(), event.getCompleted());
    }

    /** The partition's owner of that epoch has given it up in good order. */
    void yielded(long epoch) {
        yielded = yielded || last.getOwnerEpoch() == epoch;
    }

    /** How many of the executors that worked on it did not give it up, but stopped. */
    public int crashes() {
        return yielded ? crashesBefore : crashesBefore + 1;
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

    /** Its {@code model_completed}, in their order. */
    public List<AgentEvent> turns() {
        return List.copyOf(turns);
    }

    /** Its {@code tool_completed}, by the id of the call. */
    public Map<String, AgentEvent> results() {
        return Map.copyOf(results);
    }

    /** How the runs have ended that its tools started, by their ids. */
    public Map<String, Completed> endedChildren() {
        return Map.copyOf(endedChildren);
    }

    /** When the open tools were announced, by the id of the call. */
    public Map<String, Instant> announcements() {
        return openTools.values().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                event -> event.getToolCall().getToolCallId(),
                                AgentEvent::getOccurredAt));
    }

    /** Tools that were announced and have not completed, in the order of their announcement. */
    public List<ToolCall> openTools() {
        return openTools.values().stream().map(AgentEvent::getToolCall).toList();
    }
}
