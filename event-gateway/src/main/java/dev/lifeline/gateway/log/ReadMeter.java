package dev.lifeline.gateway.log;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Tells how many bytes of records a consumer has read, by the consumer's own count. */
final class ReadMeter {

    private static final String NAME = "bytes-consumed-total";

    private final Metric total;
    private long counted;

    ReadMeter(Map<MetricName, ? extends Metric> metrics) {
        this.total =
                metrics.entrySet().stream()
                        .filter(m -> isTotal(m.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("no metric " + NAME));
    }

    /** Those read since the last call. */
    long more() {
        long now = ((Number) total.metricValue()).longValue();
        long more = now - counted;
        counted = now;
        return more;
    }

    private static boolean isTotal(MetricName name) {
        return name.name().equals(NAME) && !name.tags().containsKey("topic");
    }
}
