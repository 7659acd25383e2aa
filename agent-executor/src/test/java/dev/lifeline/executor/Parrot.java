package dev.lifeline.executor;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/** Answers with all that users and model have said so far, so that a test sees what it was told. */
@Singleton
final class Parrot implements ScriptedAgent {

    @Override
    public String name() {
        return "parrot";
    }

    @Override
    public String description() {
        return "Repeats the conversation.";
    }

    @Override
    public String prompt() {
        return "Repeat the conversation.";
    }

    @Override
    public List<Tool> tools() {
        return List.of();
    }

    @Override
    public Script script() {
        return messages ->
                ScriptedTurn.answering(
                        "",
                        messages.stream()
                                .map(Parrot::line)
                                .filter(line -> !line.isEmpty())
                                .collect(Collectors.joining(", ", "[", "]")));
    }

    private static String line(ChatMessage message) {
        return switch (message) {
            case UserMessage user -> "user: " + user.singleText();
            case AiMessage model -> "model: " + model.text();
            default -> "";
        };
    }
}
