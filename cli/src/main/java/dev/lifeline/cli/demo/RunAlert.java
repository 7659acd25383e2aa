package dev.lifeline.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;

/** An alert about a run, as the monitor answers it. */
record RunAlert(String alertId, String runId, String kind, String summary) {

    static RunAlert of(JsonNode json) {
        return new RunAlert(
                json.path("alertId").asText(),
                json.path("runId").asText(),
                json.path("kind").asText(),
                json.path("summary").asText());
    }
}
