package dev.lifeline.executor;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import jakarta.inject.Singleton;
import java.util.List;

/** Asks the agent that its question names, and answers with what that said. */
@Singleton
final class Delegator implements ScriptedAgent {

    @Override
    public String name() {
        return "delegator";
    }

    @Override
    public String description() {
        return "Asks others.";
    }

    @Override
    public String prompt() {
        return "Ask.";
    }

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public List<String> subAgents() {
        return List.of("stuck", "delegator", "clumsy");
    }

    @Override
    public Script script() {
        return messages ->
                messages.getLast() instanceof ToolExecutionResultMessage result
                        ? ScriptedTurn.answering("", "told: " + result.text())
                        : ScriptedTurn.calling("", call(messages.get(1).toString()));
    }

    private static ToolExecutionRequest call(String question) {
        String asked =
                subAgent(question, "stuck")
                        + subAgent(question, "clumsy")
                        + subAgent(question, "delegator");
        return ToolExecutionRequest.builder()
                .id("call_1")
                .name("ask_" + asked)
                .arguments("{\"input\":\"%s\"}".formatted(asked))
                .build();
    }

    private static String subAgent(String question, String name) {
        return question.contains("\"" + name + "\"") ? name : "";
    }
}
