package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.stream.Streams;
import dev.lifeline.gateway.stream.Subscription;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers calls with streams: who it is, what is asked for, from where. */
@Singleton
final class AnswerOpener {

    private final Callers callers;
    private final LogConnection log;
    private final Streams streams;
    private final Connections connections;
    private final GatewayMetrics metrics;
    private final GatewayConfig config;
    private final Vertx vertx;
    private final Clock clock;

    AnswerOpener(
            Callers callers,
            LogConnection log,
            Streams streams,
            Connections connections,
            GatewayMetrics metrics,
            GatewayConfig config,
            Vertx vertx,
            Clock clock) {
        this.callers = callers;
        this.log = log;
        this.streams = streams;
        this.connections = connections;
        this.metrics = metrics;
        this.config = config;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** What is asked for, and how. */
    record Asked(AnswerConnection.Wish wish, CompletionStage<Streams.Request> request) {}

    /** Answers with what the caller asks for. */
    void open(RoutingContext call, Function<Caller, Asked> reader) {
        var answer =
                new AnswerConnection(
                        call.request(),
                        vertx.getOrCreateContext(),
                        connections,
                        metrics,
                        config,
                        clock);
        var opening =
                callers.of(call.request())
                        .thenCompose(caller -> open(answer, caller, reader))
                        .toCompletableFuture();
        // One that is opened too late is closed there.
        var _ = opening.thenAccept(opened -> answer.begin(opened.wish(), opened.stream()));
        var _ =
                opening.copy()
                        .orTimeout(2 * config.kafkaTimeout().toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((opened, failure) -> refuse(answer, failure));
    }

    /** A stream, and how it is wanted. */
    private record Opened(AnswerConnection.Wish wish, Subscription stream) {}

    private CompletionStage<Opened> open(
            AnswerConnection answer, Caller caller, Function<Caller, Asked> reader) {
        answer.enter(caller);
        var asked = reader.apply(caller);
        return asked.request()
                .thenCompose(request -> streams.open(log.log(), request, answer, answer.executor()))
                .thenApply(stream -> new Opened(asked.wish(), stream));
    }

    private void refuse(AnswerConnection answer, @Nullable Throwable failure) {
        if (failure != null) {
            var problem = Failures.problem(failure);
            metrics.refused(problem.type());
            answer.refuse(problem);
        }
    }
}
