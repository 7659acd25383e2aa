package dev.lifeline.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A schema registry, as its operators call it.
 *
 * @param base of its Confluent-compatible API
 */
public record RegistryApi(URI base) {

    public List<String> subjects() {
        var answer = api().get(base.getPath() + "/subjects");
        return require(answer).valueStream().map(JsonNode::asText).toList();
    }

    /** Registers a schema, given as JSON, and returns its id. */
    public int register(String subject, String schema) {
        var body = Json.text(Map.of("schema", schema));
        var answer = api().post(base.getPath() + "/subjects/" + subject + "/versions", body);
        return require(answer).required("id").asInt();
    }

    private Api api() {
        return new Api(base, null);
    }

    private static JsonNode require(Answer answer) {
        if (answer.status() != 200) {
            throw new AssertionError("the registry refused: " + answer);
        }
        return answer.json();
    }
}
