package dev.lifeline.schemas.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpContractTest {

    private static final String JSON = "application/json";
    private static final String RUN = "/v1/runs/019a1b2c-3d4e-7f60-8a9b-0c1d2e3f4a5b";
    private static final String CANCELLED = "{\"runId\":\"019a1b2c-3d4e-7f60-8a9b-0c1d2e3f4a5b\"}";

    private final HttpContract gateway = HttpContract.of("event-gateway");

    @Test
    void whatIsDocumentedPasses() {
        gateway.require("POST", RUN + "/cancel", 202, JSON + ";charset=UTF-8", CANCELLED);
        gateway.require("GET", RUN + "/events", 200, "application/x-ndjson", "");
        gateway.require("PUT", "/v1/runs", 405, "application/problem+json", "{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/v1/nothing|200|application/json|{}|GET /v1/nothing answered with 200",
                "POST|/v1/runs|204|application/json|{}|POST /v1/runs answered with 204",
                "GET|/v1/agents|200|text/html|{}|as text/html",
                "GET|/v1/agents|200|application/json|{}|'agents'",
                "GET|/v1/agents|200|application/json|{\"agents\":[],\"more\":1}|'more'",
                "GET|/v1/runs/x/events|200|application/x-ndjson|{}|event-gateway.yaml",
                "GET|/v1/runs/x/events|404|application/problem+json|{\"type\":\"no-run\"}|/type",
            })
    void whatIsNotDocumentedFailsAndSaysWhat(
            String method, String path, int status, String mediaType, String body, String said) {
        assertThatThrownBy(() -> gateway.require(method, path, status, mediaType, body))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("docs/openapi/event-gateway.yaml")
                .hasMessageContaining(said);
    }
}
