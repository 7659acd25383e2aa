package dev.lifeline.executor.agent;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.langchain4j.agent.tool.ToolSpecifications;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tools made from an object's methods: the schema comes from the signature, and arguments are
 * checked against it before the method is called.
 */
public final class ToolMethods {

    private static final ObjectMapper JSON =
            JsonMapper.builder(
                            // By default each thread keeps its buffers, and a call is a thread.
                            JsonFactory.builder()
                                    .recyclerPool(JsonRecyclerPools.sharedBoundedPool())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .build();

    private ToolMethods() {}

    /** One tool for each method of the object that LangChain4j's {@code @Tool} marks, by name. */
    public static List<Tool> of(Object object) {
        return Arrays.stream(object.getClass().getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(dev.langchain4j.agent.tool.Tool.class))
                .map(method -> toolOf(object, method))
                .sorted(Comparator.comparing(Tool::name))
                .toList();
    }

    private static Tool toolOf(Object object, Method method) {
        method.setAccessible(true);
        return new Tool(
                ToolSpecifications.toolSpecificationFrom(method),
                method.isAnnotationPresent(Repeatable.class),
                null,
                (arguments, invocation) -> call(object, method, arguments, invocation));
    }

    private static String call(
            Object object, Method method, String arguments, ToolInvocation invocation)
            throws Exception {
        Object[] values = bind(method, parse(arguments), invocation);
        try {
            return JSON.writeValueAsString(method.invoke(object, values));
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static JsonNode parse(String arguments) throws InvalidArgumentsException {
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

    private static @Nullable Object[] bind(
            Method method, JsonNode arguments, ToolInvocation invocation)
            throws InvalidArgumentsException {
        Parameter[] parameters = method.getParameters();
        refuseUnknown(parameters, arguments);
        var values = new @Nullable Object[parameters.length];
        for (int i = 0; i < parameters.length; i++) {
            values[i] =
                    isTheModels(parameters[i])
                            ? bind(parameters[i], arguments.get(parameters[i].getName()))
                            : invocation;
        }
        return values;
    }

    private static boolean isTheModels(Parameter parameter) {
        return parameter.getType() != ToolInvocation.class;
    }

    private static void refuseUnknown(Parameter[] parameters, JsonNode arguments)
            throws InvalidArgumentsException {
        Set<String> known =
                Arrays.stream(parameters)
                        .filter(ToolMethods::isTheModels)
                        .map(Parameter::getName)
                        .collect(Collectors.toSet());
        var unknown = new TreeSet<String>();
        arguments.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new InvalidArgumentsException(
                    "unknown argument %s; known: %s".formatted(unknown, new TreeSet<>(known)));
        }
    }

    private static Object bind(Parameter parameter, @Nullable JsonNode value)
            throws InvalidArgumentsException {
        if (value == null || value.isNull()) {
            throw new InvalidArgumentsException(
                    "argument '" + parameter.getName() + "' is missing");
        }
        try {
            return JSON.treeToValue(value, JSON.constructType(parameter.getParameterizedType()));
        } catch (JsonProcessingException e) {
            throw new InvalidArgumentsException(
                    "argument '%s' is not a %s"
                            .formatted(parameter.getName(), parameter.getType().getSimpleName()));
        }
    }
}
