package dev.lifeline.monitor.run;

import dev.lifeline.schemas.avro.OpenTool;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An open run has had no event for longer than its agent may take. */
record NoProgress(Limits limits) implements Detector {

    @Override
    public AlertKind kind() {
        return AlertKind.NO_PROGRESS;
    }

    @Override
    public @Nullable Instant due(TrackedRun run) {
        return run.started() && !run.ended()
                ? run.progressAt().plus(limits.noProgress(run.status().getAgent()))
                : null;
    }

    @Override
    public String summary(TrackedRun run) {
        var status = run.status();
        return "%s has shown no event for %d s; the last was %s (sequence %d)%s"
                .formatted(
                        status.getAgent(),
                        limits.noProgress(status.getAgent()).toSeconds(),
                        status.getLastType(),
                        status.getLastSequence(),
                        openTools(run));
    }

    private static String openTools(TrackedRun run) {
        var tools = run.status().getOpenTools();
        return tools.isEmpty()
                ? ""
                : tools.stream()
                        .map(OpenTool::getToolName)
                        .collect(Collectors.joining(", ", ", waiting for the tool ", ""));
    }
}
