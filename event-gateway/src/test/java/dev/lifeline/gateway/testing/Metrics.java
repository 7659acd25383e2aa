package dev.lifeline.gateway.testing;

import static io.restassured.RestAssured.given;

/** The gateway's measurements as they are scraped. */
public final class Metrics {

    private Metrics() {}

    /**
     * The value of a series.
     *
     * @param series as it is written, its labels in alphabetical order
     */
    public static double value(String series) {
        return given().get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no series " + series));
    }
}
