package dev.lifeline.monitor.table;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once every run and alert there was at the start has been read. */
@Readiness
@Singleton
final class TableCheck implements HealthCheck {

    private final Tables tables;

    TableCheck(Tables tables) {
        this.tables = tables;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("run table is read").status(tables.complete());
        return tables.complete()
                ? response.build()
                : response.withData("reason", "the run table is still being read").build();
    }
}
