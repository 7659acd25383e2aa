package dev.lifeline.gateway.web;

import dev.lifeline.gateway.log.Reading;
import dev.lifeline.gateway.receipt.ReceiptObserver;
import dev.lifeline.gateway.stream.GapReason;
import dev.lifeline.gateway.stream.StreamObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/** The gateway's measurements. */
@Singleton
final class GatewayMetrics implements StreamObserver, ReceiptObserver {

    private final MeterRegistry meters;
    private final Clock clock;
    private final Counter live;
    private final Counter history;
    private final Counter fallbacks;
    private final Timer latency;

    GatewayMetrics(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.clock = clock;
        this.live = meters.counter("lifeline.gateway.events", "mode", "live");
        this.history = meters.counter("lifeline.gateway.events", "mode", "history");
        this.fallbacks = meters.counter("lifeline.gateway.fallbacks");
        this.latency =
                Timer.builder("lifeline.gateway.latency")
                        .publishPercentileHistogram()
                        .register(meters);
    }

    @Override
    public void delivered(Reading.Event event, boolean isLive) {
        if (isLive) {
            live.increment();
            latency.record(Duration.between(event.occurredAt(), clock.instant()));
        } else {
            history.increment();
        }
    }

    @Override
    public void fellBack() {
        fallbacks.increment();
    }

    @Override
    public void gap(GapReason reason) {
        meters.counter("lifeline.gateway.gaps", "reason", reason.text()).increment();
    }

    @Override
    public void receipt(Outcome outcome) {
        var name = outcome.name().toLowerCase(Locale.ROOT);
        meters.counter("lifeline.gateway.receipts", "outcome", name).increment();
    }

    /** A connection, call or frame was refused. */
    void refused(String reason) {
        meters.counter("lifeline.gateway.refusals", "reason", reason).increment();
    }
}
