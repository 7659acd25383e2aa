package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The three services as child processes, with nothing around them: no broker answers. */
public final class LoneServices implements AutoCloseable {

    private final List<Service> services;

    private LoneServices(List<Service> services) {
        this.services = services;
    }

    /** Starts all three, each with this environment; returns when they answer. */
    public static LoneServices start(Map<String, String> environment) {
        var directory = Scratch.directory("lone-");
        var key = directory.resolve("public.pem");
        new Issuer().writePublicKey(key);
        var all = new TreeMap<>(environment);
        all.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:1");
        all.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toUri().toString());
        all.put("LIFELINE_MONITOR_STATE_DIR", directory.resolve("monitor").toString());
        int port = FreePorts.block(3);
        var lone =
                new LoneServices(
                        List.of(
                                new Service("event-gateway", port, all, directory),
                                new Service("agent-executor", port + 1, all, directory),
                                new Service("event-monitor", port + 2, all, directory)));
        try {
            lone.services.forEach(Service::awaitAlive);
            return lone;
        } catch (RuntimeException | Error failure) {
            lone.close();
            throw failure;
        }
    }

    public List<URI> uris() {
        return services.stream().map(Service::uri).toList();
    }

    /** What they have written so far. */
    public Stream<String> logLines() {
        return services.stream().flatMap(service -> service.log().stream());
    }

    @Override
    public void close() {
        services.forEach(Service::close);
    }
}
