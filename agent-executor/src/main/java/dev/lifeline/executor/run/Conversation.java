package dev.lifeline.executor.run;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.lifeline.executor.log.PastRun;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the model has been told and has said so far. Used by the run's own thread only. */
final class Conversation {

    private static final int LONGEST_ID = 256;

    private final List<ChatMessage> messages = new ArrayList<>();
    private final Set<String> callIds = new HashSet<>();

    /**
     * @param earlier runs of the thread, the oldest first; those without an answer say nothing
     */
    Conversation(String prompt, List<PastRun> earlier, String input) {
        messages.add(SystemMessage.from(prompt));
        for (var run : earlier) {
            if (!run.answer().isBlank()) {
                messages.add(UserMessage.from(run.input()));
                messages.add(AiMessage.from(run.answer()));
            }
        }
        messages.add(UserMessage.from(input));
    }

    List<ChatMessage> messages() {
        return List.copyOf(messages);
    }

    /**
     * Adds what the model said.
     *
     * @return its tool calls, each under an id that no other call of the run has: some endpoints
     *     send none, or the same again, or text without end
     */
    List<ToolExecutionRequest> add(int step, AiMessage said) {
        var calls = new ArrayList<ToolExecutionRequest>();
        for (var call : said.toolExecutionRequests()) {
            calls.add(withOwnId(step, calls.size() + 1, call));
        }
        messages.add(AiMessage.builder().text(said.text()).toolExecutionRequests(calls).build());
        return calls;
    }

    private ToolExecutionRequest withOwnId(int step, int number, ToolExecutionRequest call) {
        String id = call.id();
        for (int i = 1; !isId(id) || !callIds.add(id); i++) {
            id = "call_%d_%d_%d".formatted(step, number, i);
        }
        return ToolExecutionRequest.builder()
                .id(id)
                .name(call.name() == null ? "" : call.name())
                .arguments(call.arguments() == null ? "" : call.arguments())
                .build();
    }

    private static boolean isId(@Nullable String id) {
        return id != null && !id.isBlank() && id.length() <= LONGEST_ID;
    }

    /** Adds what a tool answered. */
    void add(ToolExecutionRequest call, ToolOutcome outcome) {
        messages.add(
                ToolExecutionResultMessage.builder()
                        .id(call.id())
                        .toolName(call.name())
                        .text(outcome.forModel())
                        .isError(!outcome.isOk())
                        .build());
    }
}
