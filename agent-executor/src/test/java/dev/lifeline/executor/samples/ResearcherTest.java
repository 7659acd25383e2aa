package dev.lifeline.executor.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.agent.ToolInvocation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResearcherTest {

    private static final ToolInvocation INVOCATION =
            new ToolInvocation("run", "default", "alice", "call_1", 1, Instant.EPOCH);

    private final Researcher researcher = new Researcher();

    @ParameterizedTest
    @CsvSource({
        "tides, 1490",
        "lighthouses, 24.99",
        "knots, 27.78",
        "coffee, 54",
        "honeybees, 900",
        "event logs, 120960000"
    })
    void worksOutTheExampleOfEachDocument(String topic, String number) throws Exception {
        List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from("What of " + topic)));
        var turn = researcher.script().next(messages);
        while (!turn.toolCalls().isEmpty()) {
            for (var call : turn.toolCalls()) {
                var result = tool(call.name()).body().call(call.arguments(), INVOCATION);
                messages.add(ToolExecutionResultMessage.from(call, result));
            }
            turn = researcher.script().next(messages);
        }
        assertThat(turn.text()).contains("which is " + number + ".");
    }

    private Tool tool(String name) {
        return researcher.tools().stream()
                .filter(tool -> tool.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
