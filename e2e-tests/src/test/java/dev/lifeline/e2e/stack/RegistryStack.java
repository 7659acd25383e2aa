package dev.lifeline.e2e.stack;

/** A stack whose services frame their records for a schema registry, with that registry. */
public record RegistryStack(Broker broker, Registry registry, ProcessStack services)
        implements AutoCloseable {

    /** On a broker and a registry of its own; ready. */
    static RegistryStack start() {
        var broker = Broker.process();
        var registry = Registry.absent().start();
        var services = ProcessStack.starting(broker, registry.settings());
        var stack = new RegistryStack(broker, registry, services);
        try {
            services.awaitReady();
            return stack;
        } catch (RuntimeException | Error failure) {
            stack.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        services.close();
        registry.close();
        broker.close();
    }
}
