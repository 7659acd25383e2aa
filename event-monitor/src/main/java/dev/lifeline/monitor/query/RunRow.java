package dev.lifeline.monitor.query;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A run as it is answered, and what it is sorted by.
 *
 * @param lastSequence of the same run, the row with the higher one is later
 */
record RunRow(String runId, long lastSequence, JsonNode json) {

    static RunRow of(JsonNode json) {
        return new RunRow(
                json.required("runId").asText(), json.required("lastSequence").asLong(), json);
    }
}
