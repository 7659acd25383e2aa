package dev.lifeline.monitor.stream;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Reports on the partitions of this instance. */
@Singleton
public final class PartitionReports {

    private final PartitionClocks clocks;
    private final MonitorHealth health;
    private final AdvertisedAddress address;
    private final Clock clock;

    PartitionReports(
            PartitionClocks clocks, MonitorHealth health, AdvertisedAddress address, Clock clock) {
        this.clocks = clocks;
        this.health = health;
        this.address = address;
        this.clock = clock;
    }

    /** One report on each. */
    public List<PartitionReport> own() {
        var now = clock.instant();
        return clocks.all().entrySet().stream()
                .map(judged -> report(judged.getKey(), judged.getValue(), now))
                .toList();
    }

    private PartitionReport report(int partition, Instant judged, Instant now) {
        var lag = Duration.between(judged, now);
        var general = health.notWorkingBecause();
        var reason = general == null ? health.behindBecause(partition, lag) : general;
        return new PartitionReport(
                partition, judged, lag.toMillis() / 1000.0, address.text(), reason == null, reason);
    }
}
