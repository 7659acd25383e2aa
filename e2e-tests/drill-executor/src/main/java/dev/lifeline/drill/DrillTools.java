package dev.lifeline.drill;

import dev.langchain4j.agent.tool.Tool;
import dev.lifeline.executor.agent.Repeatable;
import dev.lifeline.executor.agent.ToolInvocation;
import java.io.IOException;

/** Tools that note that they are executed, and take the time they are told to. */
final class DrillTools {

    private final Executions executions;

    DrillTools(Executions executions) {
        this.executions = executions;
    }

    @Tool(name = "pay", value = "Does what must not be done twice.")
    String pay(long millis, ToolInvocation invocation) throws IOException, InterruptedException {
        return execute(millis, invocation);
    }

    @Tool(name = "look", value = "Does what may be done again.")
    @Repeatable
    String look(long millis, ToolInvocation invocation) throws IOException, InterruptedException {
        return execute(millis, invocation);
    }

    private String execute(long millis, ToolInvocation invocation)
            throws IOException, InterruptedException {
        executions.add(invocation);
        Thread.sleep(millis);
        return "done";
    }
}
