package dev.lifeline.gateway.web;

import dev.lifeline.gateway.log.LogConnection;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while Kafka answers, the topics are there, records arrive, and nobody shuts us down. */
@Readiness
@Singleton
final class LogReadiness implements HealthCheck {

    private final LogConnection log;
    private final Connections connections;

    LogReadiness(LogConnection log, Connections connections) {
        this.log = log;
        this.connections = connections;
    }

    @Override
    public HealthCheckResponse call() {
        var trouble = connections.isDraining() ? Optional.of("shutting down") : log.trouble();
        var response = HealthCheckResponse.named("event log").status(trouble.isEmpty());
        trouble.ifPresent(reason -> response.withData("reason", reason));
        return response.build();
    }
}
