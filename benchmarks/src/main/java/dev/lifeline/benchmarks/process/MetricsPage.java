package dev.lifeline.benchmarks.process;

import java.util.Arrays;

/**
 * A service's measurements at one moment.
 *
 * @param text as Prometheus collects it
 */
public record MetricsPage(String text) {

    /** The sum of a metric's values that have all these labels; zero where there is none. */
    public double sum(String name, String... labels) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
