package dev.lifeline.monitor.api;

import dev.lifeline.monitor.stream.UnavailableException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever ends a request into a problem. */
final class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    Response problem(ProblemException e) {
        return e.problem().response();
    }

    @ServerExceptionMapper
    Response unavailable(UnavailableException e) {
        return new Problem(
                        "unavailable",
                        "Service unavailable",
                        503,
                        e.getMessage() + "; try again in a moment")
                .response();
    }

    @ServerExceptionMapper
    Response unauthorized(UnauthorizedException e) {
        return unauthorized(
                "send an operator's token: 'Authorization: Bearer <JWT>'"
                        + " (locally: ./lifeline token --operator NAME)");
    }

    @ServerExceptionMapper
    Response refused(AuthenticationFailedException e) {
        return unauthorized(
                "the token is expired, not signed by a known key, or not for this service; get a"
                        + " fresh one");
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e) {
        return new Problem(
                        "forbidden",
                        "Forbidden",
                        403,
                        "only operators may see what spans users: the token's groups must contain "
                                + Operators.ROLE)
                .response();
    }

    @ServerExceptionMapper
    Response other(WebApplicationException e) {
        var status = e.getResponse().getStatusInfo();
        var title = status.getReasonPhrase();
        var type = title.toLowerCase(Locale.ROOT).replace(' ', '-');
        var detail = status.getStatusCode() == 404 ? "there is nothing at this path" : title;
        return new Problem(type, title, status.getStatusCode(), detail).response();
    }

    /** The boundary of a request: the cause is for the log, not for the caller. */
    @ServerExceptionMapper
    Response unexpected(RuntimeException e) {
        LOG.error("A request failed", e);
        return new Problem(
                        "internal",
                        "Internal error",
                        500,
                        "the monitor could not answer; its log says why")
                .response();
    }

    private static Response unauthorized(String detail) {
        return new Problem("unauthorized", "Unauthorized", 401, detail).response();
    }
}
