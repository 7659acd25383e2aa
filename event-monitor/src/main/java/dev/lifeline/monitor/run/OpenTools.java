package dev.lifeline.monitor.run;

import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OpenTool;
import dev.lifeline.schemas.avro.ToolCall;
import java.util.ArrayList;
import java.util.List;

/**
 * The tools of a run that are at work, and the results that were read before their calls.
 *
 * @param earlyResults ids of the calls
 */
record OpenTools(List<OpenTool> open, List<String> earlyResults) {

    // A row must always fit into a record, whatever a model thought up.
    private static final int MOST = 100;

    static OpenTools of(TrackedRun run) {
        return new OpenTools(run.status().getOpenTools(), run.earlyResults());
    }

    OpenTools after(AgentEvent event) {
        if (event.getToolCall() != null) {
            return called(event.getToolCall(), event);
        }
        return event.getToolResult() == null
                ? this
                : completed(RunRow.name(event.getToolResult().getToolCallId()));
    }

    private OpenTools called(ToolCall call, AgentEvent event) {
        var id = RunRow.name(call.getToolCallId());
        if (earlyResults.contains(id)) {
            var rest = new ArrayList<>(earlyResults);
            rest.remove(id);
            return new OpenTools(open, rest);
        }
        var tool = new OpenTool(id, RunRow.name(call.getToolName()), event.getOccurredAt());
        return new OpenTools(with(open, tool), earlyResults);
    }

    private OpenTools completed(String id) {
        var rest = open.stream().filter(tool -> !tool.getToolCallId().equals(id)).toList();
        return rest.size() < open.size()
                ? new OpenTools(rest, earlyResults)
                : new OpenTools(open, with(earlyResults, id));
    }

    private static <T> List<T> with(List<T> all, T one) {
        if (all.size() >= MOST) {
            return all;
        }
        var more = new ArrayList<>(all);
        more.add(one);
        return more;
    }
}
