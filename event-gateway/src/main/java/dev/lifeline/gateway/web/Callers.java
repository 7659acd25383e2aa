package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.Authenticator;
import dev.lifeline.gateway.auth.BearerToken;
import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.auth.NotAuthenticatedException;
import dev.lifeline.gateway.problem.Problems;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out who sends a request; the one way in for every call. */
@Singleton
final class Callers {

    private final Authenticator authenticator;
    private final Vertx vertx;

    Callers(Authenticator authenticator, Vertx vertx) {
        this.authenticator = authenticator;
        this.vertx = vertx;
    }

    /** Whose token is in the request's Authorization header. */
    CompletionStage<Caller> of(HttpServerRequest request) {
        if (hasTokenInUrl(request)) {
            return CompletableFuture.failedFuture(Problems.tokenInUrl());
        }
        return BearerToken.fromHeader(request.getHeader("Authorization"))
                .map(this::of)
                .orElseGet(() ->
                        CompletableFuture.failedFuture(
                                new NotAuthenticatedException(
                                        "A token is needed: send \"Authorization: Bearer"
                                                + " <token>\".")));
    }

    /** Whose token this is. Off the event loop: fetching keys may block. */
    CompletionStage<Caller> of(String token) {
        return vertx.executeBlocking(() -> authenticator.authenticate(token), false)
                .toCompletionStage();
    }

    static boolean hasTokenInUrl(HttpServerRequest request) {
        MultiMap parameters = request.params();
        return BearerToken.isInUrl(
                parameters.names(),
                parameters.entries().stream().map(Map.Entry::getValue).toList());
    }
}
