package dev.lifeline.gateway.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** The gateway's surroundings with an identity provider, which publishes nothing at first. */
public final class IssuerStack implements QuarkusTestResourceLifecycleManager {

    private final GatewayStack gateway = new GatewayStack();
    private final Issuer issuer = Issuer.start();

    @Override
    public Map<String, String> start() {
        issuer.fail();
        var settings = new HashMap<>(gateway.start());
        settings.put("mp.jwt.verify.publickey.location", issuer.address().toString());
        settings.put("lifeline.gateway.keys-refresh", "1s");
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(issuer, new TestInjector.MatchesType(Issuer.class));
    }

    @Override
    public void stop() {
        issuer.close();
        gateway.stop();
    }
}
