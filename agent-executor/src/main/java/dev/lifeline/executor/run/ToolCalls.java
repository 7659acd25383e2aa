package dev.lifeline.executor.run;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.lifeline.executor.log.OwnershipLostException;
import dev.lifeline.schemas.ErrorCodes;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of a model turn: made side by side, but for those whose results are in the log.
 */
final class ToolCalls {

    private static final int MOST_AT_ONCE = 128;
    private static final int LONGEST_NAME = 256;

    private final ToolDispatcher dispatcher;
    private final RecordedRun recorded;

    ToolCalls(ToolDispatcher dispatcher, RecordedRun recorded) {
        this.dispatcher = dispatcher;
        this.recorded = recorded;
    }

    /** A turn is one record of the log: what would not fit into it ends the run, not the log. */
    static Ending.@Nullable Failed refusal(List<ToolExecutionRequest> calls) {
        if (calls.size() > MOST_AT_ONCE) {
            return new Ending.Failed(
                    ErrorCodes.MODEL_ERROR,
                    "The model asked for %d tools at once; at most %d are possible."
                            .formatted(calls.size(), MOST_AT_ONCE));
        }
        return calls.stream().map(ToolExecutionRequest::name).allMatch(ToolCalls::isName)
                ? null
                : new Ending.Failed(
                        ErrorCodes.MODEL_ERROR,
                        "The model asked for a tool under a name that is none.");
    }

    private static boolean isName(@Nullable String name) {
        return name == null || name.length() <= LONGEST_NAME;
    }

    /** The outcomes, in the order of the calls, once all are there. */
    List<ToolOutcome> make(int step, List<ToolExecutionRequest> calls) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return calls.stream()
                    .map(call -> threads.submit(() -> make(step, call)))
                    .toList()
                    .stream()
                    .map(ToolCalls::join)
                    .toList();
        }
    }

    private ToolOutcome make(int step, ToolExecutionRequest call) {
        var outcome = recorded.outcome(call.id());
        if (outcome != null) {
            return outcome;
        }
        var announcedAt = recorded.openCalls().get(call.id());
        return announcedAt == null
                ? dispatcher.dispatch(step, call)
                : dispatcher.repeat(step, call, announcedAt);
    }

    private static ToolOutcome join(Future<ToolOutcome> outcome) {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OwnershipLostException lost) {
                throw lost;
            }
            throw new IllegalStateException("the dispatcher answers for every tool", e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a run's thread is never interrupted", e);
        }
    }
}
