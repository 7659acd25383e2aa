package dev.lifeline.drill;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.agent.ToolMethods;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import jakarta.inject.Singleton;
import java.util.List;

/** Calls the tools that its input names, one turn after the other, and answers. */
@Singleton
final class Driller implements ScriptedAgent {

    private final List<Tool> tools;

    Driller(Executions executions) {
        tools = ToolMethods.of(new DrillTools(executions));
    }

    @Override
    public String name() {
        return "driller";
    }

    @Override
    public String description() {
        return "Calls the tools that its input names, for drills.";
    }

    @Override
    public String prompt() {
        return "Call the tools as the input says.";
    }

    @Override
    public List<Tool> tools() {
        return tools;
    }

    @Override
    public Script script() {
        return Driller::next;
    }

    private static ScriptedTurn next(List<ChatMessage> messages) {
        return Plan.of(input(messages)).turn(results(messages));
    }

    private static String input(List<ChatMessage> messages) {
        return messages.stream()
                .filter(UserMessage.class::isInstance)
                .map(message -> ((UserMessage) message).singleText())
                .reduce("", (earlier, latest) -> latest);
    }

    private static int results(List<ChatMessage> messages) {
        return (int) messages.stream().filter(ToolExecutionResultMessage.class::isInstance).count();
    }
}
