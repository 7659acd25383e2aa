package dev.lifeline.gateway.web;

import dev.lifeline.gateway.problem.Problem;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Problems as HTTP answers. */
final class ProblemAnswers {

    private ProblemAnswers() {}

    static Response response(Problem problem) {
        var response =
                Response.status(problem.status())
                        .type(Problem.MEDIA_TYPE)
                        .entity(Json.encode(problem.members()));
        headers(problem).forEach(response::header);
        return response.build();
    }

    static void send(HttpServerResponse response, Problem problem) {
        if (response.ended() || response.headWritten()) {
            response.reset();
            return;
        }
        response.setStatusCode(problem.status());
        response.putHeader("Content-Type", Problem.MEDIA_TYPE);
        headers(problem).forEach(response::putHeader);
        response.end(Json.encodeToBuffer(problem.members()));
    }

    private static Map<String, String> headers(Problem problem) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Cache-Control", "no-store");
        if (problem.status() == 401) {
            headers.put("WWW-Authenticate", "Bearer");
        }
        if (problem.retryAfter().isPositive()) {
            headers.put("Retry-After", Long.toString(wholeSeconds(problem.retryAfter())));
        }
        return headers;
    }

    /** Who comes a little later is served, who comes a little earlier is not. */
    private static long wholeSeconds(Duration wait) {
        return wait.plusNanos(Duration.ofSeconds(1).toNanos() - 1).toSeconds();
    }
}
