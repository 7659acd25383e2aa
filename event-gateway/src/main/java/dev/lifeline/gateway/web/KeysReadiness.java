package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.IssuerKeys;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while there are keys to verify tokens with; an issuer that is away later is reported. */
@Readiness
@Singleton
final class KeysReadiness implements HealthCheck {

    private final Optional<IssuerKeys> keys;

    KeysReadiness(Optional<IssuerKeys> keys) {
        this.keys = keys;
    }

    @Override
    public HealthCheckResponse call() {
        boolean ready = keys.flatMap(IssuerKeys::trouble).isEmpty();
        var response = HealthCheckResponse.named("issuer keys").status(ready);
        keys.flatMap(IssuerKeys::lastFailure)
                .ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }
}
