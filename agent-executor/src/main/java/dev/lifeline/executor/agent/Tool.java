package dev.lifeline.executor.agent;

import dev.langchain4j.agent.tool.ToolSpecification;
import java.time.Duration;

/**
 * Something a model may call.
 *
 * @param repeatable whether executing it again after a crash does no harm
 * @param timeout after which a call is given up
 */
public record Tool(
        ToolSpecification specification, boolean repeatable, Duration timeout, Body body) {

    /** How long a call may take unless the tool says otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(1);

    public String name() {
        return specification.name();
    }

    /** A tool with another time limit. */
    public Tool withTimeout(Duration limit) {
        return new Tool(specification, repeatable, limit, body);
    }

    /** What a call does. */
    @FunctionalInterface
    public interface Body {

        /**
         * Makes the call.
         *
         * @param arguments JSON as the model wrote it, valid or not
         * @return the result as JSON
         * @throws InvalidArgumentsException if the arguments do not fit; nothing has been done then
         * @throws Exception if the tool failed; the message is for the user
         */
        String call(String arguments) throws Exception;
    }
}
