package dev.lifeline.gateway.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * An agent that executors offer.
 *
 * @param defaultDeadline ISO-8601 duration
 */
public record Agent(String name, String description, List<Tool> tools, String defaultDeadline) {

    public Agent {
        tools = List.copyOf(tools);
    }

    /**
     * A tool that the agent may call.
     *
     * @param schema JSON Schema of its arguments
     * @param repeatable whether it may be executed again after a crash
     */
    public record Tool(String name, String description, JsonNode schema, boolean repeatable) {}
}
