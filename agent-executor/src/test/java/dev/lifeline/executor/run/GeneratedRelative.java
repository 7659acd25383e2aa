package dev.lifeline.executor.run;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * An agent that asks others and itself, as its question says: the same one always does the same.
 */
final class GeneratedRelative implements ScriptedAgent {

    private static final Duration TOOL_TIMEOUT = Duration.ofMillis(20);

    private final String name;
    private final List<String> subAgents;

    GeneratedRelative(String name, String... subAgents) {
        this.name = name;
        this.subAgents = List.of(subAgents);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return name;
    }

    @Override
    public String prompt() {
        return name;
    }

    @Override
    public List<String> subAgents() {
        return subAgents;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                tool("works", true, (arguments, invocation) -> "\"done\""),
                tool(
                        "hangs",
                        false,
                        (arguments, invocation) -> {
                            new CountDownLatch(1).await();
                            return "";
                        }));
    }

    private static Tool tool(String name, boolean repeatable, Tool.Body body) {
        return new Tool(
                ToolSpecification.builder().name(name).build(), repeatable, TOOL_TIMEOUT, body);
    }

    @Override
    public Script script() {
        return this::next;
    }

    private ScriptedTurn next(List<ChatMessage> messages) {
        String question = ((UserMessage) messages.get(1)).singleText();
        long turn = messages.stream().filter(AiMessage.class::isInstance).count();
        var chance = new Random(question.hashCode() + turn);
        // Chance's first values hardly differ for seeds that are near each other.
        chance.nextInt();
        int kind = chance.nextInt(10);
        if (kind == 0) {
            throw new IllegalStateException("the model fails, on purpose");
        }
        if (turn == 2 || kind < 4) {
            return ScriptedTurn.answering("", "answer to " + question);
        }
        return ScriptedTurn.calling(
                "",
                IntStream.rangeClosed(1, 1 + chance.nextInt(2))
                        .mapToObj(i -> call(question, turn, i, chance))
                        .toArray(ToolExecutionRequest[]::new));
    }

    private ToolExecutionRequest call(String question, long turn, int number, Random chance) {
        int kind = chance.nextInt(8);
        String tool = kind == 0 ? "hangs" : kind == 1 ? "works" : "ask_" + subAgent(chance);
        return ToolExecutionRequest.builder()
                .id("call_%d_%d".formatted(turn, number))
                .name(tool)
                .arguments(
                        tool.startsWith("ask_")
                                ? "{\"input\":\"%s/%d.%d\"}".formatted(question, turn, number)
                                : "{}")
                .build();
    }

    private String subAgent(Random chance) {
        return subAgents.get(chance.nextInt(subAgents.size()));
    }
}
