package dev.lifeline.executor.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads what a model wrote as a tool's arguments. */
public final class ToolArguments {

    static final ObjectMapper JSON =
            JsonMapper.builder(
                            // By default each thread keeps its buffers, and a call is a thread.
                            JsonFactory.builder()
                                    .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private ToolArguments() {}

    /**
     * The arguments as an object; an empty one if the model wrote nothing.
     *
     * @throws InvalidArgumentsException if they are none
     */
    public static JsonNode parse(String arguments) throws InvalidArgumentsException {
        try {
            var node = JSON.readTree(arguments.isBlank() ? "{}" : arguments);
            if (!node.isObject()) {
                throw new InvalidArgumentsException("the arguments must be a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new InvalidArgumentsException(
                    "the arguments are not valid JSON: " + e.getOriginalMessage());
        }
    }
}
