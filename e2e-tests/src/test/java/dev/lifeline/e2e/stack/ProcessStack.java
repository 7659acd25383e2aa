package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import dev.lifeline.local.ReceivedSpan;
import dev.lifeline.local.TraceReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** The three services as child processes, on a broker and with a collector of their own. */
public final class ProcessStack implements Stack {

    private static final Duration CATALOG_LIMIT = Duration.ofMinutes(1);

    private final Broker broker;
    private final Issuer issuer = new Issuer();
    private final TraceReceiver collector = TraceReceiver.start();
    private final Service executor;
    private final Service gateway;
    private final Service monitor;

    private ProcessStack(Broker broker, Path directory) {
        this.broker = broker;
        var key = directory.resolve("public.pem");
        issuer.writePublicKey(key);
        var common = new TreeMap<>(collectorSettings());
        common.putAll(
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                        "MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toUri().toString(),
                        "LIFELINE_EXECUTOR_ID", "executor-e2e",
                        "LIFELINE_GATEWAY_ID", "gateway-e2e",
                        "LIFELINE_MONITOR_STATE_DIR", directory.resolve("monitor").toString()));
        int port = FreePorts.block(3);
        gateway = new Service("event-gateway", port, common, directory);
        executor = new Service("agent-executor", port + 1, common, directory);
        monitor = new Service("event-monitor", port + 2, common, directory);
    }

    private Map<String, String> collectorSettings() {
        return Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint().toString(),
                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "PT0.2S");
    }

    /** On a broker that is a child process. */
    public static ProcessStack onBrokerProcess() {
        return started(new ProcessStack(Broker.process(), directory("processes-")));
    }

    /** On a broker in a container. */
    public static ProcessStack onKafkaContainer() {
        return started(new ProcessStack(Broker.container(), directory("kafka-container-")));
    }

    private static ProcessStack started(ProcessStack stack) {
        try {
            stack.executor.awaitReady();
            stack.gateway.awaitReady();
            stack.monitor.awaitReady();
            Awaitility.await("the gateway knows agents")
                    .atMost(CATALOG_LIMIT)
                    .until(() -> Probe.knowsAgents(stack.gateway(), stack.token("probe")));
            return stack;
        } catch (RuntimeException | Error failure) {
            stack.close();
            throw failure;
        }
    }

    /** Where logs and state go; kept, for whoever looks into a failure. */
    static Path directory(String prefix) {
        try {
            var parent = Files.createDirectories(Root.resolve("e2e-tests/target/stacks"));
            return Files.createTempDirectory(parent.toAbsolutePath(), prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    @Override
    public void close() {
        gateway.close();
        executor.close();
        monitor.close();
        broker.stop().run();
        collector.close();
    }
}
