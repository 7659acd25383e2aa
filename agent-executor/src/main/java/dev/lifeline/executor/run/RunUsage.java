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
        inputTokens += input;
        outputTokens += output;
        modelCalls++;
        return new Usage(input, output, 1, 0);
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
