package dev.lifeline.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.lifeline.schemas.SchemasUnavailableException;
import java.util.Set;

/** What a schema registry answered. */
record RegistryAnswer(String registry, int status, String body) {

    /** Subject not found, version not found, schema not found. */
    private static final Set<Integer> NOT_FOUND = Set.of(40401, 40402, 40403);

    private static final int LONGEST_QUOTE = 200;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Whether the registry itself says so; a proxy's 404, or a wrong address', says nothing. */
    boolean isNotFound() {
        return status == 404 && NOT_FOUND.contains(json().path("error_code").asInt());
    }

    /**
     * The answer to a question that has one.
     *
     * @param what was asked about
     * @throws SchemasUnavailableException if the registry refuses
     */
    JsonNode require(String what) {
        if (status == 200) {
            return json();
        }
        var hint =
                switch (status) {
                    case 401, 403 -> "; are username and password right?";
                    case 404 -> "; is the address a Confluent-compatible API's?";
                    case 409 -> "; its compatibility rules refuse this schema";
                    default -> "";
                };
        throw new SchemasUnavailableException(
                "%s answers %d for %s (%s)%s".formatted(registry, status, what, message(), hint));
    }

    private String message() {
        var message = json().path("message").asText(body.strip());
        return message.length() <= LONGEST_QUOTE
                ? message
                : message.substring(0, LONGEST_QUOTE) + "…";
    }

    private JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
