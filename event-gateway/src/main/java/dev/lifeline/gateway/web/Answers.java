package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.limit.CallLimit;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Answers calls: who it is, then what was asked for, in bounded time; or else a problem. */
@Singleton
final class Answers {

    private final Callers callers;
    private final CallLimit limit;
    private final GatewayMetrics metrics;
    private final long patienceMillis;

    Answers(Callers callers, CallLimit limit, GatewayMetrics metrics, GatewayConfig config) {
        this.callers = callers;
        this.limit = limit;
        this.metrics = metrics;
        this.patienceMillis = 2 * config.kafkaTimeout().toMillis();
    }

    /** What the service answers the caller, who must have a good token. */
    CompletionStage<Response> to(
            HttpServerRequest call, Function<Caller, CompletionStage<Response>> service) {
        return callers.of(call)
                .thenCompose(service)
                .toCompletableFuture()
                .orTimeout(patienceMillis, TimeUnit.MILLISECONDS)
                .exceptionally(this::refusal);
    }

    /** The same for a call that does something, which a user may make so often only. */
    CompletionStage<Response> toLimited(
            HttpServerRequest call, Function<Caller, CompletionStage<Response>> service) {
        return to(
                call,
                caller -> {
                    limit.admit(caller.user());
                    return service.apply(caller);
                });
    }

    private Response refusal(Throwable failure) {
        var problem = Failures.problem(failure);
        metrics.refused(problem.type());
        return ProblemAnswers.response(problem);
    }
}
