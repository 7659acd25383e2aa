package dev.lifeline.gateway.testing;

import dev.lifeline.local.BrokerProcess;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.List;
import java.util.Map;

/** What the gateway needs around it: a real broker with all topics, an issuer's key, two agents. */
public final class GatewayStack implements QuarkusTestResourceLifecycleManager {

    static final String PRIVATE_KEY = "lifeline.test.private-key";
    static final List<String> AGENTS = List.of("clumsy", "researcher");

    private final BrokerProcess broker = BrokerProcess.start();

    @Override
    public Map<String, String> start() {
        Pen.createTopics(broker.bootstrapServers());
        try (var pen = new Pen(broker.bootstrapServers())) {
            AGENTS.forEach(pen::agent);
        }
        var keys = Keys.generate();
        return Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrapServers(),
                "mp.jwt.verify.publickey.location",
                keys.publicKey().toUri().toString(),
                PRIVATE_KEY,
                keys.privateKey().toString(),
                "lifeline.gateway.id",
                "gateway-under-test",
                "lifeline.gateway.heartbeat",
                "1s",
                "lifeline.gateway.client-silence",
                "8s",
                "lifeline.gateway.limits.calls-per-second",
                "1",
                "lifeline.gateway.limits.calls-burst",
                "60",
                "lifeline.gateway.limits.connections-per-user",
                "5",
                "lifeline.gateway.allowed-origins",
                "https://friend.example");
    }

    @Override
    public void stop() {
        broker.close();
    }
}
