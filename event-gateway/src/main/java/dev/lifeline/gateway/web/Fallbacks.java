package dev.lifeline.gateway.web;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Answers what reaches no part of the API with problems too. */
@Singleton
final class Fallbacks {

    private static final int BEFORE_THE_FRAMEWORK = 100;

    /**
     * Longest body of a request: an input of 64 KiB fits however it is escaped. The framework's own
     * limit is higher, because what exceeds that one is answered without a problem.
     */
    static final int LONGEST_BODY = 1024 * 1024;

    void mount(@Observes Filters filters) {
        filters.register(this::refuseLongBody, BEFORE_THE_FRAMEWORK);
    }

    void mount(@Observes Router router) {
        for (int status : new int[] {404, 405, 413}) {
            router.errorHandler(
                    status,
                    context ->
                            ProblemAnswers.send(
                                    context.response(), ProblemMappers.problem(status)));
        }
    }

    private void refuseLongBody(RoutingContext context) {
        var length = context.request().getHeader("Content-Length");
        if (length != null && isTooLong(length)) {
            ProblemAnswers.send(context.response(), ProblemMappers.problem(413));
        } else {
            context.next();
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
