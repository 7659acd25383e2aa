package dev.lifeline.monitor.run;

import dev.lifeline.schemas.avro.OpenTool;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A tool has been at work for longer than its agent's may, or the run has ended before it. */
record ToolNeverCompleted(Limits limits) implements Detector {

    @Override
    public AlertKind kind() {
        return AlertKind.TOOL_NEVER_COMPLETED;
    }

    @Override
    public @Nullable Instant due(TrackedRun run) {
        return longestOpen(run)
                .map(tool -> run.ended() ? afterEnd(run) : afterBegin(run, tool))
                .orElse(null);
    }

    @Override
    public String summary(TrackedRun run) {
        var status = run.status();
        var tool = longestOpen(run).orElseThrow();
        return "%s: the tool %s (%s) has been at work since %s%s"
                .formatted(
                        status.getAgent(),
                        tool.getToolName(),
                        tool.getToolCallId(),
                        tool.getSince(),
                        run.ended() ? ", and the run has ended without its result" : "");
    }

    private static Optional<OpenTool> longestOpen(TrackedRun run) {
        return run.status().getOpenTools().stream().min(Comparator.comparing(OpenTool::getSince));
    }

    private Instant afterBegin(TrackedRun run, OpenTool tool) {
        return tool.getSince().plus(limits.tool(run.status().getAgent()));
    }

    private Instant afterEnd(TrackedRun run) {
        return run.progressAt().plus(limits.orderGrace());
    }
}
