package dev.lifeline.drill;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.lifeline.executor.model.ScriptedTurn;
import java.util.ArrayList;
import java.util.List;

/**
 * A run as its input orders it: the run's id, then a word for each turn. A word names tools and the
 * milliseconds that each takes: {@code look:200} is one call, {@code look:5+pay:10} two at once.
 */
record Plan(String runId, List<String> turns) {

    Plan {
        turns = List.copyOf(turns);
    }

    static Plan of(String input) {
        var words = List.of(input.split(" "));
        return new Plan(words.getFirst(), words.subList(1, words.size()));
    }

    /** The turn that follows when so many calls have been answered. */
    ScriptedTurn turn(int answered) {
        int before = 0;
        for (var turn : turns) {
            var calls = List.of(turn.split("\\+"));
            if (before == answered) {
                return calling(before, calls);
            }
            before += calls.size();
        }
        return ScriptedTurn.answering("", "done");
    }

    private ScriptedTurn calling(int before, List<String> calls) {
        var requests = new ArrayList<ToolExecutionRequest>();
        for (var call : calls) {
            requests.add(request("call_" + (before + requests.size() + 1), call.split(":")));
        }
        return ScriptedTurn.calling("", requests.toArray(ToolExecutionRequest[]::new));
    }

    private ToolExecutionRequest request(String id, String[] toolAndMillis) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(toolAndMillis[0])
                .arguments(
                        "{\"run\":\"%s\",\"call\":\"%s\",\"millis\":%s}"
                                .formatted(runId, id, toolAndMillis[1]))
                .build();
    }
}
