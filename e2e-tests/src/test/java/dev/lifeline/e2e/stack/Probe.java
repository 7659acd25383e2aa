package dev.lifeline.e2e.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a service how it is. */
final class Probe {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    private Probe() {}

    static boolean isReady(URI service) {
        return answers(service.resolve("/q/health/ready"));
    }

    /** Whether there is something, and it is well. */
    static boolean answers(URI uri) {
        return status(HttpRequest.newBuilder(uri)) == 200;
    }

    /** Whether it is up, whatever it waits for. */
    static boolean isAlive(URI service) {
        return status(HttpRequest.newBuilder(service.resolve("/q/health/live"))) == 200;
    }

    /** Whether a run can be started: the gateway knows the executor's agents. */
    static boolean knowsAgents(URI gateway, String token) {
        var request =
                HttpRequest.newBuilder(gateway.resolve("/v1/agents"))
                        .header("Authorization", "Bearer " + token);
        return status(request) == 200;
    }

    private static int status(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(PATIENCE).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException _) {
            return 0; // nobody listens yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
