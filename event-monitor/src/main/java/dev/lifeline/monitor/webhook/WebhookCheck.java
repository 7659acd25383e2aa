package dev.lifeline.monitor.webhook;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says whether the receiver takes alerts. Always ready: a receiver that is away is no reason to
 * take the monitor out of service.
 */
@Readiness
@Singleton
final class WebhookCheck implements HealthCheck {

    private final Webhook webhook;
    private final WebhookTelemetry telemetry;

    WebhookCheck(Webhook webhook, WebhookTelemetry telemetry) {
        this.webhook = webhook;
        this.telemetry = telemetry;
    }

    @Override
    public HealthCheckResponse call() {
        var response = HealthCheckResponse.named("webhook").up().withData("on", webhook.isOn());
        var reason = telemetry.reason();
        return reason == null
                ? response.build()
                : response.withData("hanging", reason)
                        .withData("hangingSeconds", telemetry.hangingFor().toSeconds())
                        .build();
    }
}
