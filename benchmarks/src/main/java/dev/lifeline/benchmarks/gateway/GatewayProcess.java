package dev.lifeline.benchmarks.gateway;

import dev.lifeline.benchmarks.process.Issuer;
import dev.lifeline.benchmarks.process.LiveHeap;
import dev.lifeline.benchmarks.process.ServiceProcess;
import dev.lifeline.benchmarks.process.Usage;
import dev.lifeline.schemas.UserKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The gateway as its image runs it, with a heap of 512 MiB. */
public final class GatewayProcess implements AutoCloseable {

    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseCompactObjectHeaders");

    private final Issuer issuer;
    private final ServiceProcess process;

    private GatewayProcess(Issuer issuer, ServiceProcess process) {
        this.issuer = issuer;
        this.process = process;
    }

    /**
     * Starts one on that broker.
     *
     * @param settings of its own, as environment variables
     * @param directory where its log, recording and histograms are kept
     */
    public static GatewayProcess start(
            Map<String, Object> kafka, Map<String, String> settings, Path directory)
            throws IOException {
        Files.createDirectories(directory);
        var issuer = new Issuer(Clock.systemUTC());
        var key = directory.resolve("public.pem").toAbsolutePath();
        issuer.writePublicKey(key);
        var environment = new TreeMap<>(ServiceProcess.variables(kafka));
        environment.put("LIFELINE_GATEWAY_ID", "gateway-1");
        environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toUri().toString());
        environment.putAll(settings);
        return new GatewayProcess(
                issuer,
                ServiceProcess.start(
                        "event-gateway", JVM_OPTIONS, List.of(), environment, directory));
    }

    /** Waits until it is ready. */
    public void awaitReady() throws InterruptedException {
        process.awaitReady();
    }

    /** Where WebSockets are opened. */
    public URI stream() {
        return URI.create("ws://127.0.0.1:" + process.uri().getPort() + "/v1/stream");
    }

    /** A token that it trusts. */
    public String token(UserKey user) {
        return issuer.token(user);
    }

    /** What it says of itself. */
    public Measurements measurements() throws IOException, InterruptedException {
        return new Measurements(process.metrics());
    }

    /** What it has used so far. */
    public Usage usage() {
        return process.usage();
    }

    /** What lives on its heap now; the details are kept under that name. */
    public LiveHeap liveHeap(String name) throws IOException {
        return process.liveHeap(name);
    }

    @Override
    public void close() {
        process.close();
    }
}
