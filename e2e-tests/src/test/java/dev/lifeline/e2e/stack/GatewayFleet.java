package dev.lifeline.e2e.stack;

import dev.lifeline.local.FreePorts;
import dev.lifeline.schemas.UserKey;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gateways as child processes that serve one log and trust one issuer, with no other service
 * around.
 */
public final class GatewayFleet implements AutoCloseable {

    private final Issuer issuer = new Issuer();
    private final Map<UserKey, String> tokens = new ConcurrentHashMap<>();
    private final List<Service> gateways = new ArrayList<>();

    private GatewayFleet(Broker broker, int size) {
        var key = Scratch.directory("gateways-").resolve("public.pem");
        issuer.writePublicKey(key);
        for (int i = 0; i < size; i++) {
            var environment =
                    Map.of(
                            "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                            "MP_JWT_VERIFY_PUBLICKEY_LOCATION", key.toUri().toString(),
                            "LIFELINE_GATEWAY_ID", "gateway-" + i);
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
        var fleet = new GatewayFleet(broker, size);
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
        return gateways.get(Math.floorMod(number, gateways.size())).uri();
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
