package dev.lifeline.monitor.stream;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.jspecify.annotations.Nullable;

/** The application's health as the platform asks for it. */
final class HealthChecks {

    private static final String NAME = "kafka-streams";

    @Produces
    @Singleton
    @Readiness
    HealthCheck ready(MonitorHealth health) {
        return () -> response(health::notReadyBecause);
    }

    @Produces
    @Singleton
    @Liveness
    HealthCheck live(MonitorHealth health) {
        return () -> response(health::deadBecause);
    }

    /** Started once it looks for Kafka; waiting for topics is no reason to be restarted. */
    @Produces
    @Singleton
    @Startup
    HealthCheck started(MonitorHealth health) {
        return () -> response(health::deadBecause);
    }

    private static HealthCheckResponse response(Supplier<@Nullable String> trouble) {
        var reason = trouble.get();
        var response = HealthCheckResponse.named(NAME).status(reason == null);
        return reason == null ? response.build() : response.withData("reason", reason).build();
    }
}
