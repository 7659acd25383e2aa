package dev.lifeline.gateway.web;

import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.schemas.registry.SchemaDirectory;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready while Kafka answers, the topics are there, records arrive, and nobody shuts us down. */
@Readiness
@Singleton
final class LogReadiness implements HealthCheck {

    private final LogConnection log;
    private final SchemaDirectory schemas;
    private final Connections connections;

    LogReadiness(LogConnection log, SchemaDirectory schemas, Connections connections) {
        this.log = log;
        this.schemas = schemas;
        this.connections = connections;
    }

    @Override
    public HealthCheckResponse call() {
        var trouble =
                connections.isDraining()
                        ? Optional.of("shutting down")
                        : log.trouble().or(schemas::notReady);
        var response = HealthCheckResponse.named("event log").status(trouble.isEmpty());
        trouble.ifPresent(reason -> response.withData("reason", reason));
        // Beats alone never make us unready: where no executor is, streams are as good as ever.
        var silent = log.withoutBeats();
        if (!silent.isEmpty()) {
            response.withData("partitions without beats", text(silent));
        }
        // No reason to turn users away: all gateways wait for the same.
        schemas.waiting().ifPresent(reason -> response.withData("held back", reason));
        return response.build();
    }

    private static String text(List<Integer> partitions) {
        return partitions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
