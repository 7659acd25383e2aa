package dev.lifeline.gateway.web;

import dev.lifeline.gateway.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers what reaches no part of the API with problems too. */
@Singleton
final class Fallbacks {

    private static final int BEFORE_THE_FRAMEWORK = 100;
    private static final int FIRST = Integer.MIN_VALUE;
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL = 500;

    /**
     * Longest body of a request: an input of 64 KiB fits however it is escaped. The framework's own
     * limit is higher, because what exceeds that one is answered without a problem.
     */
    static final int LONGEST_BODY = 1024 * 1024;

    private static final Problem UNREADABLE =
            Problem.of(
                    400,
                    "bad-parameter",
                    "The request is not valid",
                    "The query is not encoded as URLs are: each % must be followed by two hex digits.");

    private final GatewayMetrics metrics;

    Fallbacks(GatewayMetrics metrics) {
        this.metrics = metrics;
    }

    void mount(@Observes Filters filters) {
        filters.register(this::refuseUnreadable, BEFORE_THE_FRAMEWORK);
    }

    void mount(@Observes Router router) {
        router.route().order(FIRST).failureHandler(this::failed);
        for (int status : new int[] {404, 405, 413}) {
            router.errorHandler(status, context -> refuse(context, ProblemMappers.problem(status)));
        }
    }

    /** Before the framework's own handler, whose answers show pieces of the inside. */
    private void failed(RoutingContext context) {
        int status = context.statusCode();
        var failure = context.failure();
        refuse(
                context,
                (status >= BAD_REQUEST && status < INTERNAL) || failure == null
                        ? ProblemMappers.problem(status)
                        : Failures.problem(failure));
    }

    private void refuseUnreadable(RoutingContext context) {
        var length = context.request().getHeader("Content-Length");
        if (length != null && isTooLong(length)) {
            refuse(context, ProblemMappers.problem(413));
        } else if (!isReadable(context.request())) {
            refuse(context, UNREADABLE);
        } else {
            context.next();
        }
    }

    private void refuse(RoutingContext context, Problem problem) {
        metrics.refused(problem.type());
        ProblemAnswers.send(context.response(), problem);
    }

    private static boolean isReadable(HttpServerRequest request) {
        try {
            return request.params() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isTooLong(String length) {
        try {
            return Long.parseLong(length) > LONGEST_BODY;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
