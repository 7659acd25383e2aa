package dev.lifeline.monitor.table;

import dev.lifeline.monitor.MonitorConfig;
import dev.lifeline.monitor.stream.UnavailableException;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.RunStatus;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of all instances, and of their open runs the little that an overview needs, as their
 * topics tell. Whole rows are asked for where they are kept.
 */
@Singleton
public final class Tables {

    private static final Logger LOG = Logger.getLogger(Tables.class);

    private final OpenRuns runs = new OpenRuns();
    private final LatestRows<Alert> alerts;
    private final Codec codec;
    private final Clock clock;
    private volatile boolean complete;

    Tables(MonitorConfig config, Codec codec, Clock clock, MeterRegistry metrics) {
        this.alerts = new LatestRows<>(config.resolvedRetention(), config.maxFinished());
        this.codec = codec;
        this.clock = clock;
        Gauge.builder("lifeline.monitor.open.runs", runs, OpenRuns::size)
                .description("Runs of all partitions that have not ended")
                .register(metrics);
        Gauge.builder("lifeline.monitor.firing.alerts", alerts, LatestRows::unfinished)
                .description("Alerts of all partitions that are firing")
                .register(metrics);
    }

    /** Whether everything written before this instance began has been read. */
    public boolean complete() {
        return complete;
    }

    /**
     * The runs that such an alert is firing for, the newest first.
     *
     * @throws UnavailableException while alerts from before this instance began are unread
     */
    public List<String> firingRuns(Predicate<Alert> such) {
        if (!complete) {
            throw new UnavailableException("the alerts are still being read");
        }
        return alerts.all().stream()
                .filter(AlertState.FIRING::matches)
                .filter(such)
                .map(Alert::getRunId)
                .filter(Objects::nonNull)
                .distinct()
                // A run's id begins with the time of its acceptance.
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /** Alerts in that state, or in any if null; the latest fired first. */
    public List<Alert> alerts(@Nullable AlertState state, int limit) {
        return alerts.all().stream()
                .filter(alert -> state == null || state.matches(alert))
                .sorted(Comparator.comparing(Alert::getFiredAt).reversed())
                .limit(limit)
                .toList();
    }

    void accept(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.topic().equals(Topics.RUNS)) {
                acceptRun(record.key(), record.value());
            } else {
                acceptAlert(record.key(), record.value());
            }
        } catch (UndecodableException e) {
            LOG.warnf(
                    "Row of %s skipped: partition=%d offset=%d reason=%s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
        }
    }

    void expire() {
        alerts.expire(clock.instant());
    }

    void markComplete() {
        complete = true;
    }

    private void acceptRun(String runId, byte @Nullable [] value) throws UndecodableException {
        if (value == null) {
            runs.remove(runId);
            return;
        }
        runs.put(runId, codec.decode(value, RunStatus.class));
    }

    private void acceptAlert(String alertId, byte @Nullable [] value) throws UndecodableException {
        if (value == null) {
            alerts.remove(alertId);
            return;
        }
        var alert = codec.decode(value, Alert.class);
        alerts.put(alertId, alert, alert.getResolvedAt());
    }
}
