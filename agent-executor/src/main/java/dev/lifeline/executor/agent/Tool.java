package dev.lifeline.executor.agent;

import dev.langchain4j.agent.tool.ToolSpecification;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something a model may call.
 *
 * @param repeatable whether executing it again after a crash does no harm
 * @param timeout after which a call is given up; null: after as long as the executor allows
 * @param isAwaited whether a call ends by itself soon after its run is told to, and is neither
 *     interrupted nor given up
 */
public record Tool(
        ToolSpecification specification,
        boolean repeatable,
        @Nullable Duration timeout,
        boolean isAwaited,
        Body body) {

    public Tool(
            ToolSpecification specification,
            boolean repeatable,
            @Nullable Duration timeout,
            Body body) {
        this(specification, repeatable, timeout, false, body);
    }

    public String name() {
        return specification.name();
    }

    /** A tool with another time limit. */
    public Tool withTimeout(Duration limit) {
        return new Tool(specification, repeatable, limit, isAwaited, body);
    }

    /** A tool whose calls end by themselves. */
    public Tool awaited() {
        return new Tool(specification, repeatable, timeout, true, body);
    }

    /** What a call does. */
    @FunctionalInterface
    public interface Body {

        /**
         * Makes the call.
         *
         * @param arguments JSON as the model wrote it, valid or not
         * @param invocation whose call this is, and which
         * @return the result as JSON
         * @throws InvalidArgumentsException if the arguments do not fit; nothing has been done then
         * @throws Exception if the tool failed; the message is for the user
         */
        String call(String arguments, ToolInvocation invocation) throws Exception;
    }
}
