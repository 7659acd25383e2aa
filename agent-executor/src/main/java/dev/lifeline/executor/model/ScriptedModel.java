package dev.lifeline.executor.model;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** A streaming model without a network: it says what a {@link Script} says, a word at a time. */
final class ScriptedModel implements StreamingChatModel {

    private static final Pattern BEHIND_A_SPACE = Pattern.compile("(?<= )");

    private final Script script;
    private final Duration pace;

    /**
     * @param pace between two words
     */
    ScriptedModel(Script script, Duration pace) {
        this.script = script;
        this.pace = pace;
    }

    @Override
    public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
        Thread.ofVirtual().name("scripted-model").start(() -> speak(request, handler));
    }

    private void speak(ChatRequest request, StreamingChatResponseHandler handler) {
        var handle = new Handle();
        try {
            var turn = script.next(request.messages());
            for (String word : words(turn.thinking())) {
                pause(handle);
                handler.onPartialThinking(
                        new PartialThinking(word), new PartialThinkingContext(handle));
            }
            for (String word : words(turn.text())) {
                pause(handle);
                handler.onPartialResponse(
                        new PartialResponse(word), new PartialResponseContext(handle));
            }
            handler.onCompleteResponse(response(request, turn));
        } catch (InterruptedException e) {
            handler.onError(e);
        } catch (RuntimeException e) {
            // A script's own failure stands for a model's: it is the run loop's to report.
            handler.onError(e);
        }
    }

    private void pause(Handle handle) throws InterruptedException {
        if (handle.isCancelled()) {
            throw new InterruptedException("cancelled");
        }
        Thread.sleep(pace);
    }

    private static ChatResponse response(ChatRequest request, ScriptedTurn turn) {
        boolean answers = turn.toolCalls().isEmpty();
        return ChatResponse.builder()
                .aiMessage(
                        AiMessage.builder()
                                .text(turn.text())
                                .toolExecutionRequests(turn.toolCalls())
                                .build())
                .finishReason(answers ? FinishReason.STOP : FinishReason.TOOL_EXECUTION)
                .tokenUsage(
                        new TokenUsage(
                                words(request.messages().toString()).size(),
                                words(turn.thinking() + " " + turn.text()).size()))
                .build();
    }

    /** Splits after each space, so that the parts joined are the text again. */
    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(BEHIND_A_SPACE.split(text));
    }

    /** Lets whoever listens stop the stream. */
    private static final class Handle implements StreamingHandle {

        private volatile boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }
}
