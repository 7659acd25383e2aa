package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.MonitorConfig;
import dev.lifeline.schemas.registry.SchemaDirectory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;

/** Says whether the application can be trusted right now, and if not, why. */
@Singleton
final class MonitorHealth {

    private final StreamsSupervisor supervisor;
    private final PartitionClocks clocks;
    private final SchemaDirectory schemas;
    private final MonitorConfig config;
    private final MeterRegistry metrics;
    private final Clock clock;

    MonitorHealth(
            StreamsSupervisor supervisor,
            PartitionClocks clocks,
            SchemaDirectory schemas,
            MonitorConfig config,
            MeterRegistry metrics,
            Clock clock) {
        this.supervisor = supervisor;
        this.clocks = clocks;
        this.schemas = schemas;
        this.config = config;
        this.metrics = metrics;
        this.clock = clock;
    }

    void measure(@Observes StartupEvent started) {
        Gauge.builder("lifeline.monitor.ready", this, h -> h.notReadyBecause() == null ? 1 : 0)
                .description("1 while this instance's verdicts can be trusted, else 0")
                .register(metrics);
    }

    /** Why its verdicts cannot be trusted, null if they can. */
    @Nullable String notReadyBecause() {
        var reason = notWorkingBecause();
        var lag = clocks.worst();
        return reason == null ? behindBecause(lag.partition(), lag.behind()) : reason;
    }

    /** Why its verdicts about any partition cannot be trusted, null if they may. */
    @Nullable String notWorkingBecause() {
        return switch (supervisor.phase()) {
            case Phase.Waiting(var reason) -> reason;
            case Phase.Failed(var reason) -> reason;
            case Phase.Stopped() -> "stopping";
            case Phase.Running running -> notWorkingBecause(running);
        };
    }

    /** Why those about a partition that is so far behind cannot be trusted, null if they can. */
    @Nullable String behindBecause(int partition, Duration behind) {
        return behind.compareTo(config.maxLag()) > 0
                ? "partition %d is judged only up to %d s ago"
                        .formatted(partition, behind.toSeconds())
                : null;
    }

    /** Why it will not recover by itself, null if it may. */
    @Nullable String deadBecause() {
        return supervisor.phase() instanceof Phase.Failed(var reason) ? reason : null;
    }

    private @Nullable String notWorkingBecause(Phase.Running running) {
        var state = running.streams().state();
        if (state != KafkaStreams.State.RUNNING) {
            return "Kafka Streams is " + state;
        }
        var silence = Duration.between(supervisor.answeredAt(), clock.instant());
        if (silence.compareTo(config.maxLag()) > 0) {
            return "Kafka has not answered for %d s".formatted(silence.toSeconds());
        }
        var waiting = schemas.waiting();
        return waiting.map(reason -> "records are held back: " + reason).orElse(null);
    }
}
