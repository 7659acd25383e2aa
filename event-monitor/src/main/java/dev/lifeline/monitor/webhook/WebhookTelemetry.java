package dev.lifeline.monitor.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Tells operators how sending goes, and since when it does not. */
@Singleton
final class WebhookTelemetry {

    private static final Logger LOG = Logger.getLogger(WebhookTelemetry.class);
    private static final String PREFIX = "lifeline.monitor.webhook.";

    private final Counter accepted;
    private final Counter refused;
    private final Counter failed;
    private final Counter repeated;
    private final Clock clock;
    private volatile @Nullable Hanging hanging;

    WebhookTelemetry(MeterRegistry metrics, Clock clock) {
        accepted = requests(metrics, "accepted");
        refused = requests(metrics, "refused");
        failed = requests(metrics, "failed");
        repeated = requests(metrics, "repeated");
        this.clock = clock;
        Gauge.builder(PREFIX + "hanging", this, t -> t.hangingFor().toMillis() / 1000.0)
                .description("For how long the receiver has not taken an alert; 0 if it does")
                .baseUnit("seconds")
                .register(metrics);
    }

    void accepted(Delivery delivery) {
        accepted.increment();
        LOG.debugf("Webhook has alert %s", delivery.key());
        goesOn();
    }

    void refused(Delivery delivery, int status) {
        refused.increment();
        LOG.errorf(
                "Webhook refuses an alert for good, which is passed over: alertId=%s state=%s"
                        + " status=%d",
                delivery.alert().getAlertId(), delivery.alert().getState(), status);
        goesOn();
    }

    void failed(String reason) {
        failed.increment();
        hangs(reason);
    }

    /** Nothing is sent, for that reason. */
    void hangs(String reason) {
        var before = hanging;
        if (before == null) {
            LOG.warnf("Webhook hangs, and is tried again until alerts are taken: %s", reason);
        }
        hanging = new Hanging(before == null ? clock.instant() : before.since(), reason);
    }

    /** A receiver that forgets has been reminded of alerts. */
    void repeated() {
        repeated.increment();
        goesOn();
    }

    void repeatRefused(int status) {
        refused.increment();
        LOG.errorf("Webhook refuses to be reminded of firing alerts: status=%d", status);
    }

    /** Nothing waits here any more: it did, it does elsewhere, or this instance stops. */
    void goesOn() {
        if (hanging != null) {
            LOG.info("Webhook hangs no more");
            hanging = null;
        }
    }

    Duration hangingFor() {
        var now = hanging;
        return now == null ? Duration.ZERO : Duration.between(now.since(), clock.instant());
    }

    @Nullable String reason() {
        var now = hanging;
        return now == null ? null : now.reason();
    }

    /** There before the first: who counts the increase of what was not there counts nothing. */
    private static Counter requests(MeterRegistry metrics, String outcome) {
        return metrics.counter(PREFIX + "requests", "outcome", outcome);
    }

    private record Hanging(Instant since, String reason) {}
}
