package dev.lifeline.cli.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lifeline.cli.terminal.CliFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Starts runs through the gateway. */
public final class GatewayClient {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int ACCEPTED = 202;

    private final URI gateway;
    private final String token;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(LIMIT)
                    .build();

    public GatewayClient(URI gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    /**
     * Asks for a run.
     *
     * @param deadline from now; the agent's own if empty
     * @throws CliFailure with the gateway's own words if it refuses
     */
    public AcceptedRun start(String agent, String input, Optional<Duration> deadline)
            throws InterruptedException {
        var body = json.createObjectNode().put("agent", agent).put("input", input);
        deadline.ifPresent(value -> body.put("deadline", value.toString()));
        var request =
                HttpRequest.newBuilder(gateway.resolve("/v1/runs"))
                        .timeout(LIMIT)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build();
        JsonNode answer = send(request);
        return new AcceptedRun(answer.path("runId").asText(), answer.path("cursor").asText());
    }

    private JsonNode send(HttpRequest request) throws InterruptedException {
        try {
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != ACCEPTED) {
                throw new CliFailure("The gateway refused the run: " + problem(response));
            }
            return json.readTree(response.body());
        } catch (IOException failure) {
            throw new CliFailure(
                    "The gateway at %s does not answer (%s). Is the stack up? ./lifeline status"
                            .formatted(gateway, failure),
                    failure);
        }
    }

    /** The detail of an RFC 9457 problem, else what there is. */
    private String problem(HttpResponse<String> response) {
        String status = "HTTP status " + response.statusCode();
        try {
            JsonNode problem = json.readTree(response.body());
            String text = problem.path("detail").asText(problem.path("title").asText(""));
            return text.isEmpty() ? status : text + " (" + status + ")";
        } catch (JsonProcessingException _) {
            return status;
        }
    }
}
