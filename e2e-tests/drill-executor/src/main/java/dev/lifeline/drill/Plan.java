package dev.lifeline.drill;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.lifeline.executor.model.ScriptedTurn;
import java.util.ArrayList;
import java.util.List;

/**
 * A run as its input orders it: a word for each turn, which names tools and the milliseconds that
 * each takes. {@code look:200} is one call, {@code look:5+pay:10} are two at once.
 */
record Plan(List<String> turns) {

    Plan {
        turns = List.copyOf(turns);
    }

    static Plan of(String input) {
        return new Plan(List.of(input.split(" ", -1)));
    }

    /** The turn that follows when so many calls have been answered. */
    ScriptedTurn turn(int answered) {
        int before = 0;
        for (var turn : turns) {
            var calls = List.of(turn.split("\\+", -1));
            if (before == answered) {
                return calling(before, calls);
            }
            before += calls.size();
        }
        return ScriptedTurn.answering("", "done");
    }

    private static ScriptedTurn calling(int before, List<String> calls) {
        var requests = new ArrayList<ToolExecutionRequest>();
        for (var call : calls) {
            requests.add(request("call_" + (before + requests.size() + 1), call));
        }
        return ScriptedTurn.calling("", requests.toArray(ToolExecutionRequest[]::new));
    }

    private static ToolExecutionRequest request(String id, String call) {
        int colon = call.indexOf(':');
        return ToolExecutionRequest.builder()
                .id(id)
                .name(call.substring(0, colon))
                .arguments("{\"millis\":%s}".formatted(call.substring(colon + 1)))
                .build();
    }
}
