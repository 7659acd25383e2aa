package dev.lifeline.benchmarks.monitor;

import dev.lifeline.benchmarks.process.LatencyBuckets;
import dev.lifeline.benchmarks.process.MetricsPage;

/**
 * The monitor's own measurements, at one moment.
 *
 * @param page as Prometheus collects it
 */
public record MonitorMeasurements(MetricsPage page) {

    /** Runs of all partitions that have not ended. */
    public long openRuns() {
        return Math.round(page.sum("lifeline_monitor_open_runs"));
    }

    /** How far back the slowest partition is judged, in seconds. */
    public double clockLag() {
        return page.sum("lifeline_monitor_clock_lag_seconds");
    }

    /** How long its scans have taken. */
    public LatencyBuckets scans() {
        return LatencyBuckets.read(page.text(), "lifeline_monitor_scan_seconds");
    }
}
