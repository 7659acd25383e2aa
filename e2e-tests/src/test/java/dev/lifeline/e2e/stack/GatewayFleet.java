package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import dev.lifeline.schemas.UserKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gateways as child processes that serve one log and trust one issuer, with no other service
 * around.
 */
public final class GatewayFleet implements AutoCloseable {

    private final Issuer issuer = new Issuer();
    private final Map<UserKey, String> tokens = new ConcurrentHashMap<>();
    private final List<Service> gateways = new ArrayList<>();

    private GatewayFleet(Broker broker, int size, Map<String, String> settings) {
        var key = Scratch.directory("gateways-").resolve("public.pem");
        issuer.writePublicKey(key);
        for (int i = 0; i < size; i++) {
            var environment = new TreeMap<>(settings);
            environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
            environment.put("MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toUri().toString());
            environment.put("LIFELINE_GATEWAY_ID", "gateway-" + i);
            gateways.add(
                    new Service(
                            "event-gateway",
                            FreePorts.one(),
                            environment,
                            Scratch.directory("gateway-")));
        }
    }

    /** Starts that many; returns when all are ready. */
    public static GatewayFleet start(Broker broker, int size) {
        return start(broker, size, Map.of());
    }

    /** Starts that many, each with these environment variables; returns when all are ready. */
    public static GatewayFleet start(Broker broker, int size, Map<String, String> settings) {
        var fleet = new GatewayFleet(broker, size, settings);
        try {
            fleet.gateways.forEach(Service::awaitReady);
            return fleet;
        } catch (RuntimeException | Error failure) {
            fleet.close();
            throw failure;
        }
    }

    /** The one of that number; numbers beyond the last begin again. */
    public URI uri(int number) {
        return gateway(number).uri();
    }

    /** All of them, by their numbers. */
    public List<URI> uris() {
        return gateways.stream().map(Service::uri).toList();
    }

    /** SIGTERM; returns its exit code when it has ended, or has been killed after 20 s. */
    public int terminate(int number) {
        return gateway(number).terminate();
    }

    /** SIGKILL, as a crash would be; returns when it is gone. */
    public void kill(int number) {
        gateway(number).kill();
    }

    /** Starts those again that have ended; returns when all are ready. */
    public void restartTheGone() {
        gateways.stream().filter(Service::isGone).forEach(Service::restart);
    }

    private Service gateway(int number) {
        return gateways.get(Math.floorMod(number, gateways.size()));
    }

    /** Signs what the gateways believe. */
    public Issuer issuer() {
        return issuer;
    }

    /** A token for that user, the same each time. */
    public String token(UserKey user) {
        return tokens.computeIfAbsent(user, key -> issuer.sign(claims(key)));
    }

    /** What a good token of that user claims. */
    public static Map<String, Object> claims(UserKey user) {
        return Issuer.with(Issuer.claims(user.userId()), "tenant", user.tenantId());
    }

    @Override
    public void close() {
        gateways.forEach(Service::close);
    }
}
