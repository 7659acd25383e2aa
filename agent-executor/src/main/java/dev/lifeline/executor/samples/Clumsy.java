package dev.lifeline.executor.samples;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ChatMessage;
import dev.lifeline.executor.agent.ToolMethods;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Does with tools what can be done wrong with tools, and still answers. */
@Singleton
final class Clumsy implements ScriptedAgent {

    private final List<dev.lifeline.executor.agent.Tool> tools =
            Stream.of(new Calculator(), new BrokenDrawer())
                    .flatMap(object -> ToolMethods.of(object).stream())
                    .toList();

    @Override
    public String name() {
        return "clumsy";
    }

    @Override
    public String description() {
        return "Calls tools that fail, do not exist or get wrong arguments; for trying things out.";
    }

    @Override
    public String prompt() {
        return "Call open_drawer, a tool that does not exist, and calculator twice at once.";
    }

    @Override
    public List<dev.lifeline.executor.agent.Tool> tools() {
        return tools;
    }

    @Override
    public Script script() {
        return Clumsy::next;
    }

    private static ScriptedTurn next(List<ChatMessage> messages) {
        var results = Calls.results(messages);
        return switch (results.size()) {
            case 0 ->
                    ScriptedTurn.calling(
                            "Where did I put it?",
                            Calls.call("call_drawer", "open_drawer", Map.of("name", "top")),
                            Calls.call("call_teleport", "teleport", Map.of("to", "the moon")),
                            Calls.rawCall("call_malformed", "calculator", "{\"expression\": 1 +"));
            case 3 ->
                    ScriptedTurn.calling(
                            "Two at once, then.",
                            Calls.call("call_left", "calculator", Map.of("expression", "1 + 1")),
                            Calls.call("call_right", "calculator", Map.of("expression", "2 + 2")));
            default -> {
                long failed =
                        results.stream().filter(r -> Boolean.TRUE.equals(r.isError())).count();
                yield ScriptedTurn.answering(
                        "Enough.",
                        "Of %d tool calls %d failed, and I am still here."
                                .formatted(results.size(), failed));
            }
        };
    }

    /** A tool that fails: no drawer works. */
    static final class BrokenDrawer {

        private static final Set<String> WORKING = Set.of();

        @Tool(name = "open_drawer", value = "Opens a drawer.")
        String open(String name) {
            if (WORKING.contains(name)) {
                return "open";
            }
            throw new IllegalStateException("The " + name + " drawer is jammed.");
        }
    }
}
