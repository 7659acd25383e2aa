package dev.lifeline.benchmarks.process;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A histogram as Prometheus collects it.
 *
 * @param counts how many were at most so long, by seconds
 */
public record LatencyBuckets(NavigableMap<Double, Double> counts) {

    /**
     * Reads one histogram of a page of metrics.
     *
     * @param name without {@code _bucket}
     */
    public static LatencyBuckets read(String page, String name) {
        var counts = new TreeMap<Double, Double>();
        Pattern.compile(
                        "^" + Pattern.quote(name) + "_bucket\\{.*le=\"([^\"]+)\".*} (\\S+)",
                        Pattern.MULTILINE)
                .matcher(page)
                .results()
                .forEach(found ->
                        counts.merge(
                                bound(found.group(1)),
                                Double.valueOf(found.group(2)),
                                Double::sum));
        return new LatencyBuckets(counts);
    }

    private static double bound(String text) {
        return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
    }

    /** What has come since an earlier look. */
    public LatencyBuckets since(LatencyBuckets earlier) {
        var difference = new TreeMap<Double, Double>();
        counts.forEach((bound, count) ->
                difference.put(bound, count - earlier.counts.getOrDefault(bound, 0.0)));
        return new LatencyBuckets(difference);
    }

    /** How many there are. */
    public double total() {
        return counts.isEmpty() ? 0 : counts.lastEntry().getValue();
    }

    /**
     * The bound of the bucket in which that quantile lies, in seconds.
     *
     * @param quantile from 0 to 1
     */
    public double atMost(double quantile) {
        double rank = quantile * total();
        return counts.entrySet().stream()
                .filter(bucket -> bucket.getValue() >= rank)
                .mapToDouble(Map.Entry::getKey)
                .findFirst()
                .orElse(Double.NaN);
    }
}
