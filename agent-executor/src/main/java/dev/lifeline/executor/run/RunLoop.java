package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.AGENT_THINKING;
import static dev.lifeline.schemas.EventTypes.MODEL_COMPLETED;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.lifeline.executor.model.Models;
import dev.lifeline.schemas.ErrorCodes;
import dev.lifeline.schemas.avro.RequestedTool;
import dev.lifeline.schemas.avro.Thinking;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one run: the only caller of the model, and through the {@link ToolDispatcher} of the
 * tools. Every step is in the log before it is taken.
 */
final class RunLoop {

    private final ToolDispatcher dispatcher;
    private final Models.NamedModel model;
    private final Limits limits;
    private final RecordedRun recorded;
    private final RunJournal journal;
    private final StopSignal stop;
    private final RunMetrics metrics;
    private final RunSpan span;
    private final ToolCalls toolCalls;
    private final Conversation conversation;
    private final RunUsage usage;

    RunLoop(
            ToolDispatcher dispatcher,
            Models.NamedModel model,
            Limits limits,
            Conversation conversation,
            RecordedRun recorded,
            RunJournal journal,
            StopSignal stop,
            RunUsage usage,
            RunMetrics metrics,
            RunSpan span) {
        this.dispatcher = dispatcher;
        this.model = model;
        this.limits = limits;
        this.recorded = recorded;
        this.journal = journal;
        this.stop = stop;
        this.usage = usage;
        this.metrics = metrics;
        this.span = span;
        this.conversation = conversation;
        toolCalls = new ToolCalls(dispatcher, recorded);
    }

    /**
     * Takes turns until the model answers, a limit is reached or the run is told to stop. What is
     * recorded is gone through first, whatever the limits are now: its tools are to be closed.
     */
    Ending run() {
        for (var turn : recorded.turns()) {
            var ending = goThrough(turn);
            if (ending != null) {
                return ending;
            }
        }
        for (int step = recorded.turns().size() + 1; step <= limits.turns(); step++) {
            var stopped = stop.reason();
            if (stopped != null) {
                return stopped;
            }
            var ending = turn(step);
            if (ending != null) {
                return ending;
            }
        }
        return new Ending.Failed(
                ErrorCodes.TURN_LIMIT,
                "The run used all of its %d model turns without an answer."
                        .formatted(limits.turns()));
    }

    private @Nullable Ending goThrough(dev.lifeline.schemas.avro.ModelTurn turn) {
        var said =
                AiMessage.builder()
                        .text(turn.getText().isEmpty() ? null : turn.getText())
                        .toolExecutionRequests(
                                turn.getToolCalls().stream().map(RunLoop::request).toList())
                        .build();
        usage.add(turn.getUsage());
        var calls = conversation.add(turn.getStep(), said);
        if (calls.stream().anyMatch(call -> recorded.openCalls().containsKey(call.id()))) {
            // Nothing is done before the log says that it is this executor's, in this attempt.
            announceThinking(turn.getStep());
        }
        return carryOut(turn.getStep(), turn.getText(), calls);
    }

    private static ToolExecutionRequest request(RequestedTool call) {
        return ToolExecutionRequest.builder()
                .id(call.getToolCallId())
                .name(call.getToolName())
                .arguments(call.getArguments())
                .build();
    }

    private void announceThinking(int step) {
        journal.announce(AGENT_THINKING, event -> event.setThinking(new Thinking(step, "")));
    }

    private @Nullable Ending turn(int step) {
        announceThinking(step);
        return switch (callModel(step)) {
            case TurnOutcome.Stopped(var ending) -> ending;
            case TurnOutcome.Failed(var message, var _) ->
                    new Ending.Failed(ErrorCodes.MODEL_ERROR, message);
            case TurnOutcome.Said(var response) -> act(step, response);
        };
    }

    private TurnOutcome callModel(int step) {
        var request =
                ChatRequest.builder()
                        .messages(conversation.messages())
                        .toolSpecifications(dispatcher.specifications())
                        .build();
        metrics.modelCalled(span.run().agent());
        String messageId = "msg_%d_%d".formatted(recorded.attempt(), step);
        var turn =
                new ModelTurn(
                        step, messageId, journal, stop, limits.deltaInterval(), limits.deltaSize());
        return span.chat(model, () -> turn.take(model.chat(), request));
    }

    private @Nullable Ending act(int step, ChatResponse response) {
        var refused = ToolCalls.refusal(response.aiMessage().toolExecutionRequests());
        if (refused != null) {
            return refused;
        }
        var calls = conversation.add(step, response.aiMessage());
        var text = response.aiMessage().text() == null ? "" : response.aiMessage().text();
        announceTurn(step, response, text, calls);
        return carryOut(step, text, calls);
    }

    private @Nullable Ending carryOut(int step, String text, List<ToolExecutionRequest> calls) {
        if (calls.isEmpty()) {
            return new Ending.Succeeded(text);
        }
        boolean isBegun = calls.stream().anyMatch(call -> recorded.isAnnounced(call.id()));
        var ending = isBegun ? null : limitReached(calls.size());
        if (ending != null) {
            return ending;
        }
        usage.toolsCalled(calls.size());
        var outcomes = toolCalls.make(step, calls);
        for (int i = 0; i < calls.size(); i++) {
            conversation.add(calls.get(i), outcomes.get(i));
        }
        return null;
    }

    /** Asked after a turn that wants another one: an answer that is there is not withheld. */
    private @Nullable Ending limitReached(int calls) {
        if (usage.tokens() >= limits.tokens()) {
            return new Ending.Failed(
                    ErrorCodes.TOKEN_LIMIT,
                    "The run used %d tokens without an answer; it may use %d."
                            .formatted(usage.tokens(), limits.tokens()));
        }
        if (usage.toolCalls() + calls > limits.toolCalls()) {
            return new Ending.Failed(
                    ErrorCodes.TOOL_LIMIT,
                    "The run asked for more than its %d tool calls.".formatted(limits.toolCalls()));
        }
        return null;
    }

    private void announceTurn(
            int step, ChatResponse response, String text, List<ToolExecutionRequest> calls) {
        var requested =
                calls.stream()
                        .map(call -> new RequestedTool(call.id(), call.name(), call.arguments()))
                        .toList();
        var consumed = usage.modelCalled(response.tokenUsage());
        var reason = response.finishReason() == null ? null : response.finishReason().name();
        journal.announce(
                MODEL_COMPLETED,
                event ->
                        event.setTurn(
                                new dev.lifeline.schemas.avro.ModelTurn(
                                        step, text, requested, reason, consumed)));
    }
}
