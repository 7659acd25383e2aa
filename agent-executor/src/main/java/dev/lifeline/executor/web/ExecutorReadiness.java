package dev.lifeline.executor.web;

import dev.lifeline.executor.Executor;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that this process writes to Kafka and reads it back, now. */
@Readiness
@Singleton
final class ExecutorReadiness implements HealthCheck {

    private final Executor executor;

    ExecutorReadiness(Executor executor) {
        this.executor = executor;
    }

    @Override
    public HealthCheckResponse call() {
        String reason = executor.notReady();
        var response =
                HealthCheckResponse.named("executor")
                        .status(reason.isEmpty())
                        .withData("partitions", executor.partitions().size());
        if (!reason.isEmpty()) {
            response.withData("reason", reason);
        }
        return response.build();
    }
}
