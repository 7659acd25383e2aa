package dev.lifeline.benchmarks.gateway;

import dev.lifeline.benchmarks.process.MetricsPage;

/**
 * The gateway's own measurements, at one moment.
 *
 * @param page as Prometheus collects it
 */
public record Measurements(String page) {

    /** Open streams. */
    public double connections() {
        return value("lifeline_gateway_connections");
    }

    /** Bytes of records read from Kafka for those who are behind. */
    public double historyBytes() {
        return value("lifeline_gateway_bytes_read_total", "mode=\"history\"");
    }

    /** Live streams that were too slow for the ring. */
    public double fallbacks() {
        return value("lifeline_gateway_fallbacks_total");
    }

    /** Clients found to be gone. */
    public double lostClients() {
        return value("lifeline_gateway_lost_clients_total");
    }

    /** What waits to be sent on all WebSockets, in bytes. */
    public double queuedBytes() {
        return value("lifeline_gateway_queue_bytes");
    }

    private double value(String name, String... labels) {
        return new MetricsPage(page).sum(name, labels);
    }
}
