package dev.lifeline.gateway.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Answers what reaches no part of the API with problems too. */
@Singleton
final class Fallbacks {

    private static final int BEFORE_THE_FRAMEWORK = 100;

    private final long longestBody;

    Fallbacks(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize longestBody) {
        this.longestBody = longestBody.asLongValue();
    }

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
            context.response().putHeader("Connection", "close");
            ProblemAnswers.send(context.response(), ProblemMappers.problem(413));
        } else {
            context.next();
        }
    }

    private boolean isTooLong(String length) {
        try {
            return Long.parseLong(length) > longestBody;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
