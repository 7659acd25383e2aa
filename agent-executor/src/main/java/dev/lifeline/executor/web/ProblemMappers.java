package dev.lifeline.executor.web;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers refused requests with problems. */
final class ProblemMappers {

    @ServerExceptionMapper
    Response noToken(UnauthorizedException e) {
        return unauthorized(
                "Send an operator's token: 'Authorization: Bearer <JWT>'"
                        + " (locally: ./lifeline token --operator NAME).");
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException e) {
        return unauthorized(
                "The token is expired, not signed by a known key, or not for this service.");
    }

    @ServerExceptionMapper
    Response noOperator(ForbiddenException e) {
        return new Problem(
                        "forbidden",
                        "Forbidden",
                        403,
                        "Only operators may see this: the token's groups must contain"
                                + " lifeline-operator.")
                .response();
    }

    @ServerExceptionMapper
    Response unknownPath(NotFoundException e) {
        return new Problem("not-found", "Not found", 404, "There is nothing at this path.")
                .response();
    }

    private static Response unauthorized(String detail) {
        return new Problem("unauthorized", "Unauthorized", 401, detail).response();
    }
}
