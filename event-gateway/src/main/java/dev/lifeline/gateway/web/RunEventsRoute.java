package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.gateway.runs.RunLookup;
import dev.lifeline.gateway.stream.Streams;
import dev.lifeline.gateway.stream.View;
import dev.lifeline.schemas.RunId;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Streams one run's events at {@code /v1/runs/<runId>/events}: as lines of JSON, or as server-sent
 * events if those are asked for.
 */
@Singleton
final class RunEventsRoute {

    private final AnswerOpener opener;
    private final LogConnection log;
    private final RunLookup lookup;
    private final Clock clock;

    RunEventsRoute(AnswerOpener opener, LogConnection log, RunLookup lookup, Clock clock) {
        this.opener = opener;
        this.log = log;
        this.lookup = lookup;
        this.clock = clock;
    }

    void mount(@Observes Router router) {
        router.get("/v1/runs/:runId/events")
                .handler(call -> opener.open(call, caller -> asked(call, caller)));
    }

    private AnswerOpener.Asked asked(RoutingContext call, Caller caller) {
        var request = call.request();
        var run = Parameters.run(call.pathParam("runId"));
        var view = new View(caller.user(), run, Parameters.from(request.getParam("from")));
        var format = format(call);
        // Lines have no cursors to resume by.
        var cursor = format == StreamFormat.EVENTS ? Parameters.cursor(request) : null;
        var wish =
                new AnswerConnection.Wish(
                        format,
                        Parameters.follow(request.getParam("follow")),
                        pace(request),
                        cursor != null);
        return new AnswerOpener.Asked(wish, request(view, run, cursor));
    }

    private CompletionStage<Streams.Request> request(
            View view, RunId run, @Nullable String cursor) {
        return lookup.begin(log.log(), view.user(), run)
                .thenApply(begin -> new Streams.Request(view, known(begin, run), cursor));
    }

    private static OptionalLong known(OptionalLong begin, RunId run) {
        if (begin.isEmpty()) {
            throw Problems.unknownRun(run.text());
        }
        return begin;
    }

    private @Nullable Pace pace(HttpServerRequest request) {
        var speed = request.getParam("speed");
        return speed == null ? null : new Pace(Parameters.speed(speed), clock);
    }

    /** Lines, unless the caller would rather have server-sent events. */
    private static StreamFormat format(RoutingContext call) {
        for (var accepted : call.parsedHeaders().accept()) {
            var type = mediaType(accepted.rawValue());
            for (var format : StreamFormat.values()) {
                if (type.equalsIgnoreCase(format.mediaType())) {
                    return format;
                }
            }
        }
        return StreamFormat.LINES;
    }

    /** Without its parameters. */
    private static String mediaType(String accepted) {
        int end = accepted.indexOf(';');
        return (end < 0 ? accepted : accepted.substring(0, end)).strip();
    }
}
