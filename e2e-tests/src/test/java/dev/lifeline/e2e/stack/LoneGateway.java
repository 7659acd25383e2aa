package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import java.net.URI;
import java.util.Map;

/** A gateway as a child process, with no other service of its own around. */
public final class LoneGateway implements AutoCloseable {

    private final Issuer issuer = new Issuer();
    private final Service gateway;

    private LoneGateway(Broker broker) {
        var directory = Scratch.directory("gateway-");
        var key = directory.resolve("public.pem");
        issuer.writePublicKey(key);
        gateway =
                new Service(
                        "event-gateway",
                        FreePorts.one(),
                        Map.of(
                                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                                "MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toUri().toString(),
                                "LIFELINE_GATEWAY_ID", "gateway-drill"),
                        directory);
    }

    /** Starts one; returns when it is ready. */
    public static LoneGateway start(Broker broker) {
        var started = new LoneGateway(broker);
        try {
            started.gateway.awaitReady();
            return started;
        } catch (RuntimeException | Error failure) {
            started.close();
            throw failure;
        }
    }

    public URI uri() {
        return gateway.uri();
    }

    /** A token for that user of the default tenant. */
    public String token(String user) {
        return issuer.token(user);
    }

    @Override
    public void close() {
        gateway.close();
    }
}
