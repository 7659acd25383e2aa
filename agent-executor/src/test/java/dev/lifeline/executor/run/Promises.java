package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.AGENT_COMPLETED;
import static dev.lifeline.schemas.EventTypes.AGENT_STARTED;
import static dev.lifeline.schemas.EventTypes.TOOL_COMPLETED;
import static dev.lifeline.schemas.EventTypes.TOOL_EXECUTING;

import dev.lifeline.schemas.avro.AgentEvent;
import java.util.HashMap;
import java.util.List;

/** What the events of one run, from first to last, must be like, whatever happened. */
final class Promises {

    private Promises() {}

    /** Which promise is broken, and how; empty when all are kept. */
    static String violation(List<AgentEvent> events) {
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i).getSequence() != i + 1) {
                return "event %d has sequence %d".formatted(i + 1, events.get(i).getSequence());
            }
        }
        if (!events.getFirst().getType().equals(AGENT_STARTED)) {
            return "the first event is not agent_started";
        }
        long ends = events.stream().filter(e -> e.getType().equals(AGENT_COMPLETED)).count();
        if (ends != 1 || !events.getLast().getType().equals(AGENT_COMPLETED)) {
            return "there are %d agent_completed, the last event is %s"
                    .formatted(ends, events.getLast().getType());
        }
        return unpaired(events) + miscounted(events) + wentOnWithoutTool(events);
    }

    /** A run ends with a tool that may have run or not: nothing can be built on it. */
    private static String wentOnWithoutTool(List<AgentEvent> events) {
        boolean isToolLost =
                events.stream()
                        .filter(e -> e.getToolResult() != null)
                        .anyMatch(e -> e.getToolResult().getStatus().equals(ToolOutcome.LOST));
        String outcome = events.getLast().getCompleted().getOutcome();
        return isToolLost && !outcome.equals("LOST") ? "a tool is lost, the run " + outcome : "";
    }

    private static String miscounted(List<AgentEvent> events) {
        var usage = events.getLast().getCompleted().getUsage();
        long turns = events.stream().filter(e -> e.getTurn() != null).count();
        long tools = events.stream().filter(e -> e.getToolCall() != null).count();
        return usage.getModelCalls() == turns && usage.getToolCalls() == tools
                ? ""
                : "%d turns and %d tools were counted as %s".formatted(turns, tools, usage);
    }

    private static String unpaired(List<AgentEvent> events) {
        var open = new HashMap<String, String>();
        for (var event : events) {
            if (event.getType().equals(TOOL_EXECUTING)) {
                var call = event.getToolCall();
                if (open.put(call.getToolCallId(), call.getToolName()) != null) {
                    return "announced twice: " + call.getToolCallId();
                }
            } else if (event.getType().equals(TOOL_COMPLETED)) {
                var result = event.getToolResult();
                if (!result.getToolName().equals(open.get(result.getToolCallId()))) {
                    return "completed without announcement: " + result.getToolCallId();
                }
                open.put(result.getToolCallId(), "(completed)");
            }
        }
        open.values().removeIf("(completed)"::equals);
        return open.isEmpty() ? "" : "never completed: " + open;
    }
}
