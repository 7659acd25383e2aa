package dev.lifeline.executor.samples;

import dev.langchain4j.agent.tool.Tool;
import dev.lifeline.executor.agent.ToolMethods;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Waits for a tool that never returns, until its deadline. */
@Singleton
final class Stuck implements ScriptedAgent {

    private static final Duration LONGER_THAN_ANY_RUN = Duration.ofDays(1);

    private final List<dev.lifeline.executor.agent.Tool> tools =
            ToolMethods.of(new Endless()).stream()
                    .map(tool -> tool.withTimeout(LONGER_THAN_ANY_RUN))
                    .toList();

    @Override
    public String name() {
        return "stuck";
    }

    @Override
    public String description() {
        return "Calls a tool that never returns; for seeing what the monitor does about it.";
    }

    @Override
    public String prompt() {
        return "Call wait_forever.";
    }

    @Override
    public List<dev.lifeline.executor.agent.Tool> tools() {
        return tools;
    }

    @Override
    public Duration defaultDeadline() {
        return Duration.ofSeconds(15);
    }

    @Override
    public Script script() {
        return messages ->
                ScriptedTurn.calling(
                        "This may take a while.",
                        Calls.call("call_wait", "wait_forever", Map.of()));
    }

    /** A tool that never returns. */
    static final class Endless {

        @Tool(name = "wait_forever", value = "Waits for ever.")
        String await() throws InterruptedException {
            new CountDownLatch(1).await();
            return "never";
        }
    }
}
