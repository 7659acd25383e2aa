package dev.lifeline.monitor.webhook;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Sends what is at the head of a lane, and after a failure not before it is time. There is one
 * receiver, so when one alert has to wait, all do.
 */
final class AlertSender {

    private final Receiver receiver;
    private final Bodies bodies;
    private final Backoff backoff;
    private final Duration resend;
    private final WebhookTelemetry telemetry;
    private final Clock clock;
    private int failures;
    private Instant notBefore = Instant.MIN;
    private Instant resendAt;

    AlertSender(
            Receiver receiver,
            Bodies bodies,
            Backoff backoff,
            Duration resend,
            WebhookTelemetry telemetry,
            Clock clock) {
        this.receiver = receiver;
        this.bodies = bodies;
        this.backoff = backoff;
        this.resend = resend;
        this.telemetry = telemetry;
        this.clock = clock;
        resendAt = clock.instant().plus(resend);
    }

    boolean isFailing() {
        return failures > 0;
    }

    /** What failed is another instance's now. */
    void forgetFailures() {
        failures = 0;
    }

    /**
     * Sends one alert if there is one and it is time.
     *
     * @return whether it was dealt with, so that the next may follow at once
     */
    boolean sendNext(Lane lane) throws InterruptedException {
        var delivery = lane.head();
        if (delivery == null || clock.instant().isBefore(notBefore)) {
            return false;
        }
        var body = bodies.changed(delivery.alert(), clock.instant());
        return switch (receiver.post(body, delivery.key())) {
            case Verdict.Accepted() -> {
                telemetry.accepted(delivery);
                yield settled(lane);
            }
            case Verdict.Refused(int status) -> {
                telemetry.refused(delivery, status);
                yield settled(lane);
            }
            case Verdict.Later later -> failed(later);
        };
    }

    boolean repeats() {
        return bodies.repeats();
    }

    /** Repeats what is firing, where the receiver forgets. */
    void resend(Iterable<Lane> lanes) throws InterruptedException {
        var now = clock.instant();
        if (now.isBefore(resendAt) || now.isBefore(notBefore)) {
            return;
        }
        resendAt = now.plus(resend);
        for (var lane : lanes) {
            for (var body : bodies.unchanged(lane.firing(), now)) {
                if (!repeated(receiver.post(body, null))) {
                    resendAt = notBefore;
                    return;
                }
            }
        }
    }

    private boolean repeated(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted() -> {
                failures = 0;
                telemetry.repeated();
                yield true;
            }
            case Verdict.Refused(int status) -> {
                telemetry.repeatRefused(status);
                yield true;
            }
            case Verdict.Later later -> failed(later);
        };
    }

    private boolean settled(Lane lane) {
        failures = 0;
        lane.settled();
        return true;
    }

    private boolean failed(Verdict.Later later) {
        failures++;
        var wait = backoff.after(failures);
        var longer = wait.compareTo(later.notWithin()) > 0 ? wait : later.notWithin();
        notBefore = clock.instant().plus(longer);
        telemetry.failed(later.reason());
        return false;
    }
}
