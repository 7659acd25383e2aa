package dev.lifeline.executor.run;

import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.log.OpenRun;
import dev.lifeline.schemas.ErrorCodes;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides whether a run that a dead executor left open can go on, or ends as lost. */
final class TakeoverRule {

    /** A run that kills its executor must not kill them all. */
    private static final int MOST_CRASHES = 3;

    private TakeoverRule() {}

    /**
     * What stands against going on with the run; null if nothing does.
     *
     * @param tools what its agent's model may call; null where this executor cannot run it
     */
    static Ending.@Nullable Lost obstacle(OpenRun run, @Nullable List<Tool> tools) {
        if (run.crashes() >= MOST_CRASHES) {
            return new Ending.Lost(
                    ErrorCodes.TOO_MANY_ATTEMPTS,
                    "The services that worked on this run stopped, %d in a row. It is not tried again."
                            .formatted(MOST_CRASHES));
        }
        if (tools == null) {
            return new Ending.Lost(
                    "The one that took over cannot run the agent '%s'. Please start the run again."
                            .formatted(run.first().getAgent()));
        }
        if (!isWhole(run)) {
            return new Ending.Lost(
                    "What the run needs to go on was too long or too secret to be kept."
                            + " Please start it again.");
        }
        return isBeingEnded(run) ? new Ending.Lost() : openTool(run, tools);
    }

    /** Another executor has found an obstacle, and died before it could say so. */
    private static boolean isBeingEnded(OpenRun run) {
        return run.results().values().stream()
                .anyMatch(event -> event.getToolResult().getStatus().equals(ToolOutcome.LOST));
    }

    /** An answer needs nothing but itself; any other turn needs all that was said before. */
    private static boolean isWhole(OpenRun run) {
        var turns = run.turns();
        if (!turns.isEmpty() && turns.getLast().getTurn().getToolCalls().isEmpty()) {
            return isWhole(turns.getLast());
        }
        return Stream.of(Stream.of(run.first()), turns.stream(), run.results().values().stream())
                .flatMap(events -> events)
                .allMatch(TakeoverRule::isWhole);
    }

    private static boolean isWhole(AgentEvent event) {
        return !event.getRedacted() && event.getTruncated().isEmpty();
    }

    private static Ending.@Nullable Lost openTool(OpenRun run, List<Tool> tools) {
        Map<String, Tool> byName =
                tools.stream()
                        .collect(Collectors.toMap(Tool::name, Function.identity(), (a, b) -> a));
        for (ToolCall open : run.openTools()) {
            var tool = byName.get(open.getToolName());
            if (tool == null || !tool.repeatable()) {
                return new Ending.Lost(
                        ("Its tool '%s' was at work, which must not be done twice. Please find out"
                                        + " whether it was done before you start the run again.")
                                .formatted(open.getToolName()));
            }
        }
        return null;
    }
}
