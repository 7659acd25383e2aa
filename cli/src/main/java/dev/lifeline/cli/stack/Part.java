package dev.lifeline.cli.stack;

import java.util.List;
import java.util.Locale;

/** The processes of a local stack, in the order in which they are started. */
public enum Part {
    BROKER("local-broker"),
    EXECUTOR("agent-executor"),
    MONITOR("event-monitor"),
    GATEWAY("event-gateway");

    /** Users go first, then those who work for them; the log goes last. */
    static final List<Part> STOP_ORDER = List.of(GATEWAY, EXECUTOR, MONITOR, BROKER);

    /** The parts that speak HTTP. */
    static final List<Part> SERVICES = List.of(EXECUTOR, MONITOR, GATEWAY);

    private final String module;

    Part(String module) {
        this.module = module;
    }

    /** As people write it: {@code gateway}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    String module() {
        return module;
    }

    @Override
    public String toString() {
        return label();
    }
}
