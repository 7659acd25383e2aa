package dev.lifeline.executor.run;

import dev.langchain4j.model.output.TokenUsage;
import dev.lifeline.schemas.avro.Usage;
import org.jspecify.annotations.Nullable;

/** What a run has consumed so far. Used by the run's own thread only. */
final class RunUsage {

    private long inputTokens;
    private long outputTokens;
    private int modelCalls;
    private int toolCalls;

    /** Counts a model turn and returns what it alone consumed. */
    Usage modelCalled(@Nullable TokenUsage tokens) {
        long input = tokens == null ? 0 : count(tokens.inputTokenCount());
        long output = tokens == null ? 0 : count(tokens.outputTokenCount());
        var consumed = new Usage(input, output, 1, 0);
        add(consumed);
        return consumed;
    }

    /** Counts a model turn by what it alone consumed. */
    void add(Usage turn) {
        inputTokens += turn.getInputTokens();
        outputTokens += turn.getOutputTokens();
        modelCalls++;
    }

    void toolsCalled(int number) {
        toolCalls += number;
    }

    int toolCalls() {
        return toolCalls;
    }

    /** Read and written together. */
    long tokens() {
        return inputTokens + outputTokens;
    }

    Usage total() {
        return new Usage(inputTokens, outputTokens, modelCalls, toolCalls);
    }

    private static long count(@Nullable Integer tokens) {
        return tokens == null ? 0 : tokens;
    }
}
