package dev.lifeline.executor;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.lifeline.executor.agent.Tool;
import dev.lifeline.executor.agent.ToolInvocation;
import dev.lifeline.executor.model.Script;
import dev.lifeline.executor.model.ScriptedAgent;
import dev.lifeline.executor.model.ScriptedTurn;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls a tool four times, which in its second call waits until the test lets it go on. */
@Singleton
final class Gated implements ScriptedAgent {

    static final int CALLS = 4;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger interrupted = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** From now on, second calls wait; counting begins anew. */
    void shut() {
        calls.set(0);
        waiting.set(0);
        interrupted.set(0);
        gate = new CountDownLatch(1);
    }

    void open() {
        gate.countDown();
    }

    /** Calls made since the gate was shut. */
    int calls() {
        return calls.get();
    }

    /** Calls that have come to the gate. */
    int waiting() {
        return waiting.get();
    }

    /** Calls that were stopped there. */
    int interrupted() {
        return interrupted.get();
    }

    @Override
    public String name() {
        return "gated";
    }

    @Override
    public String description() {
        return "Calls a tool that waits for the test.";
    }

    @Override
    public String prompt() {
        return "Call step.";
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        ToolSpecification.builder().name("step").build(),
                        false,
                        Duration.ofMinutes(2),
                        this::step));
    }

    @Override
    public Script script() {
        return messages -> {
            long made =
                    messages.stream().filter(ToolExecutionResultMessage.class::isInstance).count();
            return made == CALLS
                    ? ScriptedTurn.answering("", "done")
                    : ScriptedTurn.calling(
                            "",
                            ToolExecutionRequest.builder()
                                    .id("call_" + (made + 1))
                                    .name("step")
                                    .arguments("{\"call\":%d}".formatted(made + 1))
                                    .build());
        };
    }

    private String step(String arguments, ToolInvocation invocation) throws InterruptedException {
        calls.incrementAndGet();
        if (arguments.equals("{\"call\":2}")) {
            waiting.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
        }
        return "\"stepped\"";
    }
}
