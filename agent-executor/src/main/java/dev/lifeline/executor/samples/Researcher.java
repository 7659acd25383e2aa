package dev.lifeline.executor.samples;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.langchain4j.data.message.ChatMessage;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.agent.ToolMethods;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import dev.lifeline.executor.samples.DocumentSet.Document;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks a question up in the bundled documents, calculates, and answers. */
@Singleton
final class Researcher implements ScriptedAgent {

    private static final Pattern EXPRESSION =
            Pattern.compile("(?:sqrt|[\\d(])(?:sqrt|[\\d\\s.+*/()-])*$");

    private final List<Tool> tools =
            Stream.of(new DocumentSet(), new Calculator())
                    .flatMap(object -> ToolMethods.of(object).stream())
                    .toList();

    @Override
    public String name() {
        return "researcher";
    }

    @Override
    public String description() {
        return "Answers from a small set of documents about the sea, bees, coffee and event logs.";
    }

    @Override
    public String prompt() {
        return """
        You answer questions from a set of documents. First call search_documents. If a document \
        has an example that ends with an arithmetic expression, call calculator with it. Then \
        answer in two or three sentences and name the document.\
        """;
    }

    @Override
    public List<Tool> tools() {
        return tools;
    }

    @Override
    public Script script() {
        return Researcher::next;
    }

    private static ScriptedTurn next(List<ChatMessage> messages) {
        var results = Calls.results(messages);
        return switch (results.size()) {
            case 0 -> search(Calls.input(messages));
            case 1 -> read(results.getFirst().text());
            default -> answer(results.getFirst().text(), results.get(1).text());
        };
    }

    private static ScriptedTurn search(String question) {
        return ScriptedTurn.calling(
                "Let me see what the documents say about this.",
                Calls.call("call_search", "search_documents", Map.of("query", question)));
    }

    private static ScriptedTurn read(String found) {
        var documents = documents(found);
        if (documents.isEmpty()) {
            return ScriptedTurn.answering(
                    "Nothing fits.",
                    "The documents say nothing about that. They are about tides, lighthouses, knots,"
                            + " honeybees, coffee and event logs.");
        }
        var best = documents.getFirst();
        return ScriptedTurn.calling(
                "\"%s\" fits. Its example can be worked out.".formatted(best.title()),
                Calls.call(
                        "call_calculate",
                        "calculator",
                        Map.of("expression", expression(best.example()))));
    }

    private static ScriptedTurn answer(String found, String calculated) {
        var best = documents(found).getFirst();
        String number = calculated.replace("\"", "");
        return ScriptedTurn.answering(
                "Now I can answer.",
                "%s For example, %s, which is %s. (From the document \"%s\".)"
                        .formatted(best.text(), best.example(), number, best.title()));
    }

    private static List<Document> documents(String json) {
        try {
            return Calls.JSON.readValue(json, new TypeReference<List<Document>>() {});
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static String expression(String example) {
        var matcher = EXPRESSION.matcher(example);
        return matcher.find() ? matcher.group().strip() : "0";
    }
}
