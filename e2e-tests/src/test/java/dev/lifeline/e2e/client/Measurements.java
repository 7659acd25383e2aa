package dev.lifeline.e2e.client;

import java.net.URI;

/** What a service has counted, as Prometheus would read it. */
public record Measurements(String text) {

    /** Of that service, now. */
    public static Measurements of(URI service) {
        return new Measurements(new Api(service, null).get("/q/metrics").body());
    }

    /** The sum over all labels of what goes by that name; 0 where there is nothing. */
    public long total(String name) {
        return (long)
                text.lines()
                        .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                        .mapToDouble(line ->
                                Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                        .sum();
    }
}
