package dev.lifeline.drill;

import dev.langchain4j.agent.tool.Tool;
import dev.lifeline.executor.agent.Repeatable;
import java.io.IOException;

/** Tools that note that they are executed, and take the time they are told to. */
final class DrillTools {

    private final Executions executions;

    DrillTools(Executions executions) {
        this.executions = executions;
    }

    @Tool(name = "pay", value = "Does what must not be done twice.")
    String pay(String run, String call, long millis) throws IOException, InterruptedException {
        return execute(run, call, millis);
    }

    @Tool(name = "look", value = "Does what may be done again.")
    @Repeatable
    String look(String run, String call, long millis) throws IOException, InterruptedException {
        return execute(run, call, millis);
    }

    private String execute(String run, String call, long millis)
            throws IOException, InterruptedException {
        executions.add(run, call);
        Thread.sleep(millis);
        return "done";
    }
}
