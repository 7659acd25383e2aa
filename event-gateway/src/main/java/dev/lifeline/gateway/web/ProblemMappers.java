package dev.lifeline.gateway.web;

import dev.lifeline.gateway.problem.Problem;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What the HTTP framework itself refuses, as problems. */
final class ProblemMappers {

    private final GatewayMetrics metrics;

    ProblemMappers(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException refusal) {
        var original = refusal.getResponse();
        var answer = Response.fromResponse(counted(problem(original.getStatus())));
        var allow = original.getHeaderString(HttpHeaders.ALLOW);
        return allow == null ? answer.build() : answer.header(HttpHeaders.ALLOW, allow).build();
    }

    @ServerExceptionMapper
    Response failed(Throwable failure) {
        return counted(Failures.problem(failure));
    }

    private Response counted(Problem problem) {
        metrics.refused(problem.type());
        return ProblemAnswers.response(problem);
    }

    static Problem problem(int status) {
        return switch (status) {
            case 404 -> Problem.of(404, "not-found", "Not found", "There is nothing here.");
            case 405 ->
                    Problem.of(
                            405,
                            "method-not-allowed",
                            "Method not allowed",
                            "This address does not take that method.");
            case 406 ->
                    Problem.of(
                            406,
                            "not-acceptable",
                            "Not acceptable",
                            "This address answers with application/json only.");
            case 413 ->
                    Problem.of(413, "too-large", "Too large", "The body is longer than accepted.");
            case 415 ->
                    Problem.of(
                            415,
                            "unsupported-media-type",
                            "Unsupported media type",
                            "Send the body as application/json.");
            default ->
                    Problem.of(
                            status,
                            "refused",
                            "The request was refused",
                            "The request cannot be served as it is.");
        };
    }
}
