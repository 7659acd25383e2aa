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

    @Produces
    @Singleton
    @Readiness
    HealthCheck ready(MonitorHealth health) {
        return () -> response("verdicts can be trusted", health::notReadyBecause);
    }

    @Produces
    @Singleton
    @Liveness
    HealthCheck live(MonitorHealth health) {
        return () -> response("can recover by itself", health::deadBecause);
    }

    /** Started once it looks for Kafka; waiting for topics is no reason to be restarted. */
    @Produces
    @Singleton
    @Startup
    HealthCheck started(MonitorHealth health) {
        return () -> response("looks for Kafka", health::deadBecause);
    }

    private static HealthCheckResponse response(String name, Supplier<@Nullable String> trouble) {
        var reason = trouble.get();
        var response = HealthCheckResponse.named(name).status(reason == null);
        return reason == null ? response.build() : response.withData("reason", reason).build();
    }
}
