package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.run.LogPosition;
import dev.lifeline.schemas.avro.Alert;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Puts what the tasks do into the log, the metrics and the partition clocks. */
@Singleton
final class Telemetry implements MonitorObserver {

    private static final Logger LOG = Logger.getLogger(Telemetry.class);
    private static final String PREFIX = "lifeline.monitor.";
    private static final Duration SHORTEST_SCAN = Duration.ofNanos(10_000);
    private static final Duration LONGEST_SCAN = Duration.ofSeconds(1);

    private final MeterRegistry metrics;
    private final PartitionClocks clocks;
    private final Clock clock;
    private final Counter deadLetters;
    private final Timer scans;

    Telemetry(MeterRegistry metrics, PartitionClocks clocks, Clock clock) {
        this.metrics = metrics;
        this.clocks = clocks;
        this.clock = clock;
        // There before the first: who counts the increase of what was not there counts nothing.
        deadLetters = metrics.counter(PREFIX + "dead.letters");
        scans =
                Timer.builder(PREFIX + "scan")
                        .description("Looking for a partition's due runs, and at those found")
                        .publishPercentileHistogram()
                        .minimumExpectedValue(SHORTEST_SCAN)
                        .maximumExpectedValue(LONGEST_SCAN)
                        .register(metrics);
        Gauge.builder(PREFIX + "clock.lag", clocks, c -> c.worst().behind().toMillis() / 1000.0)
                .description("How far the partition furthest behind has been judged")
                .baseUnit("seconds")
                .register(metrics);
    }

    @Override
    public void alerted(Alert alert) {
        if (alert.getResolvedAt() == null) {
            fired(alert);
        } else {
            LOG.infof(
                    "Alert resolved: kind=%s runId=%s alertId=%s resolvedBy=%s",
                    alert.getKind(), alert.getRunId(), alert.getAlertId(), alert.getResolvedBy());
            metrics.counter(PREFIX + "alerts.resolved", "kind", alert.getKind()).increment();
        }
    }

    private void fired(Alert alert) {
        LOG.warnf(
                "Alert firing: kind=%s runId=%s alertId=%s: %s",
                alert.getKind(), alert.getRunId(), alert.getAlertId(), alert.getSummary());
        metrics.counter(PREFIX + "alerts.fired", "kind", alert.getKind()).increment();
        metrics.timer(PREFIX + "detection.delay")
                .record(Duration.between(alert.getDueAt(), clock.instant()));
    }

    @Override
    public void deadLettered(LogPosition position, String reason) {
        LOG.warnf(
                "Undecodable record put aside: partition=%d offset=%d reason=%s",
                position.partition(), position.offset(), reason);
        deadLetters.increment();
    }

    @Override
    public void judged(int partition, Instant until) {
        clocks.judged(partition, until);
    }

    @Override
    public void scanned(Duration took) {
        scans.record(took);
    }

    @Override
    public void released(int partition) {
        clocks.released(partition);
    }
}
