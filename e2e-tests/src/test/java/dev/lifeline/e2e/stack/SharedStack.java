package dev.lifeline.e2e.stack;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one stack of a kind that they share: of processes, or of processes with a schema
 * registry; started with the first that asks for it, stopped at the end.
 */
public final class SharedStack implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == ProcessStack.class || type == RegistryStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedStack.class))
                .computeIfAbsent(parameter.getParameter().getType(), SharedStack::start);
    }

    private static AutoCloseable start(Class<?> type) {
        return type == RegistryStack.class ? RegistryStack.start() : ProcessStack.onBrokerProcess();
    }
}
