package dev.lifeline.cli.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.cli.terminal.CliFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Asks the monitor for alerts, as an operator. */
final class AlertClient {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final URI monitor;
    private final String token;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LIMIT)
                    .build();

    AlertClient(URI monitor, String token) {
        this.monitor = monitor;
        this.token = token;
    }

    /** Waits for an alert in the state that matches. */
    RunAlert await(String state, Predicate<RunAlert> wanted, Duration patience)
            throws InterruptedException {
        long giveUpAt = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < giveUpAt) {
            var found = list(state).stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            Thread.sleep(POLL);
        }
        throw new CliFailure(
                "The monitor showed no %s alert within %d s"
                        .formatted(state, patience.toSeconds()));
    }

    private List<RunAlert> list(String state) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(monitor.resolve("/v1/alerts?state=" + state))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + token)
                        .build();
        try {
            var answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() == UNAVAILABLE) {
                return List.of(); // its tables are still filling
            }
            if (answer.statusCode() != OK) {
                throw new CliFailure(
                        "The monitor answered %d: %s"
                                .formatted(answer.statusCode(), answer.body()));
            }
            var alerts = new ArrayList<RunAlert>();
            json.readTree(answer.body())
                    .path("alerts")
                    .forEach(each -> alerts.add(RunAlert.of(each)));
            return alerts;
        } catch (IOException failure) {
            throw new CliFailure("The monitor does not answer: " + failure.getMessage(), failure);
        }
    }
}
