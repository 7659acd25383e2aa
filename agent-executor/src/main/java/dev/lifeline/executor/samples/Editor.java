package dev.lifeline.executor.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Asks another agent, whose run is a run of its own, and shortens what that answers. */
@Singleton
final class Editor implements ScriptedAgent {

    @Override
    public String name() {
        return "editor";
    }

    @Override
    public String description() {
        return "Asks the researcher and puts the answer into one sentence.";
    }

    @Override
    public String prompt() {
        return "Call ask_researcher with the question as it is. Put the answer into one sentence.";
    }

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public List<String> subAgents() {
        return List.of("researcher");
    }

    @Override
    public Script script() {
        return Editor::next;
    }

    private static ScriptedTurn next(List<ChatMessage> messages) {
        var results = Calls.results(messages);
        return results.isEmpty()
                ? ScriptedTurn.calling(
                        "The researcher will know.",
                        Calls.call(
                                "call_researcher",
                                "ask_researcher",
                                Map.of("input", Calls.input(messages))))
                : ScriptedTurn.answering("One sentence will do.", edited(results.getFirst()));
    }

    private static String edited(ToolExecutionResultMessage answer) {
        if (Boolean.TRUE.equals(answer.isError())) {
            return "The researcher has no answer: " + answer.text();
        }
        try {
            String text = Calls.JSON.readValue(answer.text(), String.class);
            return "In short: " + text.replaceFirst("(?<=[.!?]) .*", "");
        } catch (JsonProcessingException e) {
            return "The researcher's answer cannot be read.";
        }
    }
}
