package dev.lifeline.executor.model;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import java.util.List;

/** One turn of a scripted model: what it thinks, then says, then wants called. */
public record ScriptedTurn(String thinking, String text, List<ToolExecutionRequest> toolCalls) {

    public ScriptedTurn {
        toolCalls = List.copyOf(toolCalls);
    }

    /** A turn that asks for tools. */
    public static ScriptedTurn calling(String thinking, ToolExecutionRequest... toolCalls) {
        return new ScriptedTurn(thinking, "", List.of(toolCalls));
    }

    /** A turn that ends the run. */
    public static ScriptedTurn answering(String thinking, String text) {
        return new ScriptedTurn(thinking, text, List.of());
    }
}
