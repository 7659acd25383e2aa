package dev.lifeline.executor.mcp;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import java.util.List;

/** Calls the tool that it is asked to call, with the arguments that follow its name. */
final class Caller implements ScriptedAgent {

    @Override
    public String name() {
        return "caller";
    }

    @Override
    public String description() {
        return "Calls tools.";
    }

    @Override
    public String prompt() {
        return "Call.";
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        ToolSpecification.builder().name("get-env").build(),
                        true,
                        null,
                        (arguments, invocation) -> "\"its own\""));
    }

    @Override
    public Script script() {
        return messages ->
                messages.getLast() instanceof ToolExecutionResultMessage result
                        ? ScriptedTurn.answering("", result.text())
                        : ScriptedTurn.calling(
                                "", call(((UserMessage) messages.getLast()).singleText()));
    }

    private static ToolExecutionRequest call(String question) {
        String[] words = question.split(" ", 2);
        return ToolExecutionRequest.builder()
                .id("call_1")
                .name(words[0])
                .arguments(words[1])
                .build();
    }
}
