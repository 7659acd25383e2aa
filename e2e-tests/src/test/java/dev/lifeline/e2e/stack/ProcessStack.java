package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import dev.lifeline.local.ReceivedSpan;
import dev.lifeline.local.TraceReceiver;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** The three services as child processes, with a collector of their own. */
public final class ProcessStack implements Stack {

    private static final Duration CATALOG_LIMIT = Duration.ofMinutes(1);

    private final Broker broker;
    private final boolean ownsBroker;
    private final Issuer issuer = new Issuer();
    private final TraceReceiver collector = TraceReceiver.start();
    private final Service executor;
    private final Service gateway;
    private final Service monitor;
    private final Map<String, String> environment;

    private ProcessStack(Broker broker, boolean ownsBroker, Map<String, String> settings) {
        this.broker = broker;
        this.ownsBroker = ownsBroker;
        var directory = Scratch.directory("services-");
        var key = directory.resolve("public.pem");
        issuer.writePublicKey(key);
        environment = environment(key, directory, settings);
        int port = FreePorts.block(3);
        gateway = new Service("event-gateway", port, environment, directory);
        executor = new Service("agent-executor", port + 1, environment, directory);
        monitor = new Service("event-monitor", port + 2, environment, directory);
    }

    private Map<String, String> environment(
            Path key, Path directory, Map<String, String> settings) {
        var all = new TreeMap<>(collectorSettings());
        all.putAll(settings);
        all.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        all.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toUri().toString());
        all.put("LIFELINE_EXECUTOR_ID", "executor-e2e");
        all.put("LIFELINE_GATEWAY_ID", "gateway-e2e");
        all.put("LIFELINE_MONITOR_STATE_DIR", directory.resolve("monitor").toString());
        return all;
    }

    private Map<String, String> collectorSettings() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint().toString(),
                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "PT0.2S");
    }

    /** On a broker of its own that is a child process. */
    public static ProcessStack onBrokerProcess() {
        return new ProcessStack(Broker.process(), true, Map.of()).awaitReady();
    }

    /** On a broker of its own in a container. */
    public static ProcessStack onKafkaContainer() {
        return new ProcessStack(Broker.container(), true, Map.of()).awaitReady();
    }

    /**
     * On a broker that outlives it; started, but not ready yet.
     *
     * @param settings environment variables of the services
     */
    public static ProcessStack starting(Broker broker, Map<String, String> settings) {
        return new ProcessStack(broker, false, settings);
    }

    /** Waits until runs can be started; a stack that does not come so far is closed. */
    public ProcessStack awaitReady() {
        try {
            executor.awaitReady();
            gateway.awaitReady();
            monitor.awaitReady();
            Awaitility.await("the gateway knows agents")
                    .atMost(CATALOG_LIMIT)
                    .until(() -> Probe.knowsAgents(gateway(), token("probe")));
            return this;
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    @Override
    public URI gateway() {
        return gateway.uri();
    }

    @Override
    public URI executor() {
        return executor.uri();
    }

    @Override
    public URI monitor() {
        return monitor.uri();
    }

    @Override
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    @Override
    public String token(String user) {
        return issuer.token(user);
    }

    @Override
    public String operatorToken() {
        return issuer.operatorToken();
    }

    /** What the services have told their collector so far. */
    public List<ReceivedSpan> spans() {
        return ReceivedSpan.at(collector.traces());
    }

    /** Signs what the services believe. */
    public Issuer issuer() {
        return issuer;
    }

    @Override
    public void killGateway() {
        gateway.kill();
    }

    @Override
    public void startGateway() {
        gateway.restart();
    }

    /** Starts another gateway; returns when it is ready. */
    public OtherGateway otherGateway() {
        var settings = new TreeMap<>(environment);
        settings.put("LIFELINE_GATEWAY_ID", "gateway-e2e-other");
        var other =
                new Service(
                        "event-gateway",
                        FreePorts.block(1),
                        settings,
                        Scratch.directory("gateway-"));
        try {
            other.awaitReady();
            return new OtherGateway(other);
        } catch (RuntimeException | Error failure) {
            other.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        gateway.close();
        executor.close();
        monitor.close();
        if (ownsBroker) {
            broker.close();
        }
        collector.close();
    }
}
