package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.stream.Streams;
import dev.lifeline.gateway.stream.View;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Streams the user's events as server-sent events at {@code /v1/events}. */
@Singleton
final class EventsRoute {

    private final AnswerOpener opener;

    EventsRoute(AnswerOpener opener) {
        this.opener = opener;
    }

    void mount(@Observes Router router) {
        router.get("/v1/events")
                .handler(call -> opener.open(call, caller -> asked(call.request(), caller)));
    }

    private static AnswerOpener.Asked asked(HttpServerRequest request, Caller caller) {
        var wish = new AnswerConnection.Wish(StreamFormat.EVENTS, true, null, false);
        return new AnswerOpener.Asked(
                wish,
                CompletableFuture.completedFuture(
                        new Streams.Request(
                                View.all(caller.user()),
                                OptionalLong.empty(),
                                Parameters.cursor(request))));
    }
}
