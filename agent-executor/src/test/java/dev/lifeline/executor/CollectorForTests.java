package dev.lifeline.executor;

import dev.lifeline.local.TraceReceiver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** A collector of traces, and an executor told to use it. */
public final class CollectorForTests implements QuarkusTestResourceLifecycleManager {

    static final String TRACES = "lifeline.test.traces";

    private final TraceReceiver receiver = TraceReceiver.start();

    @Override
    public Map<String, String> start() {
        return Map.of(
                "otel.exporter.otlp.endpoint",
                receiver.endpoint().toString(),
                "otel.exporter.otlp.protocol",
                "http/protobuf",
                "quarkus.otel.bsp.schedule.delay",
                "PT0.1S",
                TRACES,
                receiver.traces().toString());
    }

    @Override
    public void stop() {
        receiver.close();
    }
}
