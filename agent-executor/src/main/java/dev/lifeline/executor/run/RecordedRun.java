package dev.lifeline.executor.run;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.lifeline.executor.log.OpenRun;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.ModelTurn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What is in the log of a run when an executor begins to work on it: for a new one the input alone,
 * otherwise the turns of the model and what became of the tools that they asked for.
 *
 * @param attempt the number of executors that have worked on it, this one included
 * @param outcomes of the tools that have completed, by the id of the call
 * @param openCalls when those calls were announced that have not completed, by their ids
 */
record RecordedRun(
        String input,
        int attempt,
        List<ModelTurn> turns,
        Map<String, ToolOutcome> outcomes,
        Map<String, Instant> openCalls) {

    RecordedRun {
        turns = List.copyOf(turns);
        outcomes = Map.copyOf(outcomes);
        openCalls = Map.copyOf(openCalls);
    }

    /** Of a run that begins now. */
    static RecordedRun begun(String input) {
        return new RecordedRun(input, 1, List.of(), Map.of(), Map.of());
    }

    /** Of a run that another executor left open. */
    static RecordedRun of(OpenRun run) {
        return new RecordedRun(
                run.first().getStarted().getInput(),
                run.last().getAttempt() + 1,
                run.turns().stream().map(AgentEvent::getTurn).toList(),
                run.results().entrySet().stream()
                        .collect(
                                toUnmodifiableMap(
                                        Entry::getKey,
                                        e -> ToolOutcome.of(e.getValue().getToolResult()))),
                run.announcements());
    }

    /** How the call ended; null if it has not. */
    @Nullable ToolOutcome outcome(String callId) {
        return outcomes.get(callId);
    }

    /** Whether the call is announced, and must not be announced again. */
    boolean isAnnounced(String callId) {
        return outcomes.containsKey(callId) || openCalls.containsKey(callId);
    }
}
