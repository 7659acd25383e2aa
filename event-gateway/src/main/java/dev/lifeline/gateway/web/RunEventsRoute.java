package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.gateway.runs.RunLookup;
import dev.lifeline.gateway.stream.Streams;
import dev.lifeline.gateway.stream.Subscription;
import dev.lifeline.gateway.stream.View;
import dev.lifeline.schemas.RunId;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Streams one run's events as newline-delimited JSON at {@code /v1/runs/<runId>/events}. */
@Singleton
final class RunEventsRoute {

    private final Callers callers;
    private final LogConnection log;
    private final RunLookup lookup;
    private final Streams streams;
    private final Connections connections;
    private final GatewayMetrics metrics;
    private final GatewayConfig config;
    private final Vertx vertx;

    RunEventsRoute(
            Callers callers,
            LogConnection log,
            RunLookup lookup,
            Streams streams,
            Connections connections,
            GatewayMetrics metrics,
            GatewayConfig config,
            Vertx vertx) {
        this.callers = callers;
        this.log = log;
        this.lookup = lookup;
        this.streams = streams;
        this.connections = connections;
        this.metrics = metrics;
        this.config = config;
        this.vertx = vertx;
    }

    void mount(@Observes Router router) {
        router.get("/v1/runs/:runId/events").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        var lines =
                new LinesConnection(
                        context.response(),
                        vertx.getOrCreateContext(),
                        connections,
                        (int) config.limits().outboundQueue().asLongValue());
        var _ =
                callers.of(context.request())
                        .thenCompose(caller -> open(context, lines, caller))
                        .toCompletableFuture()
                        .orTimeout(2 * config.kafkaTimeout().toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((opened, failure) -> begin(lines, opened, failure));
    }

    private CompletionStage<Subscription> open(
            RoutingContext context, LinesConnection lines, Caller caller) {
        var run = runId(context.pathParam("runId"));
        long from = sequence(context.request().getParam("from"));
        lines.of(caller, follows(context.request().getParam("follow")));
        var events = log.log();
        return lookup.begin(events, caller.user(), run)
                .thenCompose(
                        begin -> open(events, new View(caller.user(), run, from), begin, lines));
    }

    private CompletionStage<Subscription> open(
            EventLog events, View view, OptionalLong begin, LinesConnection lines) {
        if (begin.isEmpty()) {
            throw Problems.unknownRun(String.valueOf(view.run()));
        }
        var request = new Streams.Request(view, begin, null);
        return streams.open(events, request, lines, lines.executor());
    }

    private void begin(
            LinesConnection lines, @Nullable Subscription opened, @Nullable Throwable failure) {
        if (opened != null) {
            lines.begin(opened);
        } else if (failure != null) {
            var problem = Failures.problem(failure);
            metrics.refused(problem.type());
            lines.refuse(problem);
        }
    }

    private static RunId runId(String text) {
        try {
            return new RunId(text);
        } catch (IllegalArgumentException e) {
            throw Problems.unknownRun(text.length() > 64 ? "of that id" : text);
        }
    }

    private static long sequence(@Nullable String from) {
        try {
            long sequence = from == null ? 1 : Long.parseLong(from);
            if (sequence >= 1) {
                return sequence;
            }
        } catch (NumberFormatException e) {
            // As wrong as a number that is no sequence.
        }
        throw Problems.badInput(
                "bad-parameter", "The parameter \"from\" must be a sequence, 1 or higher.");
    }

    private static boolean follows(@Nullable String follow) {
        return switch (follow) {
            case null -> true;
            case "true" -> true;
            case "false" -> false;
            default ->
                    throw Problems.badInput(
                            "bad-parameter", "The parameter \"follow\" must be true or false.");
        };
    }
}
