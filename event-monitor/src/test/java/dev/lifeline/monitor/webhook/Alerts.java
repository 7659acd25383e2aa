package dev.lifeline.monitor.webhook;

import dev.lifeline.schemas.avro.Alert;
import java.time.Instant;

/** Alerts to send. */
final class Alerts {

    static final Instant T0 = Instant.parse("2026-11-23T08:00:00Z");

    private Alerts() {}

    static Alert fired(String runId) {
        return Alert.newBuilder()
                .setAlertId(runId + "|no_progress|1")
                .setKind("no_progress")
                .setState("FIRING")
                .setTenantId("default")
                .setUserId("alice")
                .setRunId(runId)
                .setAgent("researcher")
                .setFiredAt(T0)
                .setSummary("run %s: no event for 60 s".formatted(runId))
                .build();
    }

    static Alert resolved(String runId) {
        return Alert.newBuilder(fired(runId))
                .setState("RESOLVED")
                .setResolvedAt(T0.plusSeconds(5))
                .setResolvedBy(runId + ":7")
                .build();
    }
}
