package dev.lifeline.e2e.stack;

import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one stack of a kind that they share: of processes, or of processes with a schema
 * registry; started with the first that asks for it, stopped at the end.
 */
public final class SharedStack implements ParameterResolver {

    private static final Map<Class<?>, Supplier<AutoCloseable>> STACKS =
            Map.of(
                    ProcessStack.class, ProcessStack::onBrokerProcess,
                    RegistryStack.class, RegistryStack::start);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return STACKS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedStack.class))
                .computeIfAbsent(
                        parameter.getParameter().getType(), type -> STACKS.get(type).get());
    }
}
