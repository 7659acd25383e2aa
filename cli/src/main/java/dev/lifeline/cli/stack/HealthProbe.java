package dev.lifeline.cli.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;

/** Asks a service whether it is ready, and if not, why. */
final class HealthProbe {

    private static final Duration LIMIT = Duration.ofSeconds(3);
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LIMIT)
                    .build();
    private final ObjectMapper json = new ObjectMapper();

    Readiness ask(URI service) throws InterruptedException {
        var request = HttpRequest.newBuilder(service.resolve("/q/health/ready")).timeout(LIMIT);
        try {
            var answer = client.send(request.build(), BodyHandlers.ofString());
            return answer.statusCode() == OK
                    ? new Readiness.Ready()
                    : new Readiness.NotReady(reason(answer.body()));
        } catch (IOException _) {
            return new Readiness.NotReady("does not listen on port " + service.getPort() + " yet");
        }
    }

    /** The names of the checks that are down, with what they say. */
    private String reason(String body) {
        var down = new ArrayList<String>();
        try {
            for (JsonNode check : json.readTree(body).path("checks")) {
                if (check.path("status").asText().equals("DOWN")) {
                    down.add(describe(check));
                }
            }
        } catch (JsonProcessingException _) {
            return "answers, but not with a health report";
        }
        return down.isEmpty() ? "not ready" : String.join("; ", down);
    }

    private static String describe(JsonNode check) {
        var details = new ArrayList<String>();
        check.path("data")
                .properties()
                .forEach(entry -> details.add(entry.getKey() + "=" + entry.getValue().asText()));
        String name = check.path("name").asText();
        return details.isEmpty() ? name : name + " (" + String.join(", ", details) + ")";
    }
}
