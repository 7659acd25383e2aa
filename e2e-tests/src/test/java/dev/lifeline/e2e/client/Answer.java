package dev.lifeline.e2e.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;

/** What an HTTP call was answered with. */
public record Answer(int status, String contentType, String body) {

    static Answer of(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("content-type").orElse(""),
                response.body());
    }

    public JsonNode json() {
        return Json.parse(body);
    }
}
