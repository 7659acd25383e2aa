package dev.lifeline.gateway.web;

import dev.lifeline.gateway.auth.BearerToken;
import dev.lifeline.gateway.auth.Caller;
import dev.lifeline.gateway.auth.NotAuthenticatedException;
import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.log.EventLog;
import dev.lifeline.gateway.log.LogConnection;
import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.gateway.receipt.Receipts;
import dev.lifeline.gateway.runs.RunLookup;
import dev.lifeline.gateway.stream.Streams;
import dev.lifeline.gateway.stream.Subscription;
import dev.lifeline.gateway.stream.View;
import dev.lifeline.schemas.RunId;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns an accepted WebSocket into a user's stream: who it is, what is asked for, from where. */
@Singleton
final class StreamOpener {

    private final Callers callers;
    private final LogConnection log;
    private final RunLookup lookup;
    private final Streams streams;
    private final Connections connections;
    private final Receipts receipts;
    private final GatewayMetrics metrics;
    private final GatewayConfig config;
    private final Clock clock;
    private final Vertx vertx;

    StreamOpener(
            Callers callers,
            LogConnection log,
            RunLookup lookup,
            Streams streams,
            Connections connections,
            Receipts receipts,
            GatewayMetrics metrics,
            GatewayConfig config,
            Clock clock,
            Vertx vertx) {
        this.callers = callers;
        this.log = log;
        this.lookup = lookup;
        this.streams = streams;
        this.connections = connections;
        this.receipts = receipts;
        this.metrics = metrics;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
    }

    /** What a handshake asks for. */
    record Asked(
            @Nullable String token,
            boolean tokenInUrl,
            @Nullable String cursor,
            @Nullable String runId) {

        static Asked of(HttpServerRequest request) {
            var token =
                    BearerToken.fromHeader(request.getHeader("Authorization"))
                            .or(() ->
                                    BearerToken.fromSubprotocols(
                                            request.getHeader("Sec-WebSocket-Protocol")))
                            .orElse(null);
            return new Asked(
                    token,
                    Callers.hasTokenInUrl(request),
                    request.getParam("cursor"),
                    request.getParam("runId"));
        }
    }

    /** Opens the stream, or closes the socket with the reason why not. */
    void open(ServerWebSocket socket, HttpConnection below, Asked asked) {
        var connection =
                new SocketConnection(
                        socket,
                        below,
                        vertx.getOrCreateContext(),
                        callers,
                        connections,
                        receipts,
                        metrics,
                        config,
                        clock);
        connection.listen();
        var opening =
                caller(asked)
                        .thenCompose(caller -> open(connection, caller, asked))
                        .toCompletableFuture();
        // One that is opened too late is closed there.
        var _ = opening.thenAccept(connection::opened);
        var _ =
                opening.copy()
                        .orTimeout(2 * config.kafkaTimeout().toMillis(), TimeUnit.MILLISECONDS)
                        .whenComplete((opened, failure) -> connection.failed(failure));
    }

    private CompletionStage<Caller> caller(Asked asked) {
        if (asked.tokenInUrl()) {
            return CompletableFuture.failedFuture(
                    new NotAuthenticatedException(
                            "never put a token in the URL; use the Authorization header or a"
                                    + " subprotocol"));
        }
        if (asked.token() == null) {
            return CompletableFuture.failedFuture(
                    new NotAuthenticatedException(
                            "a token is needed, in the Authorization header or as a subprotocol"));
        }
        return callers.of(asked.token());
    }

    private CompletionStage<Subscription> open(
            SocketConnection connection, Caller caller, Asked asked) {
        connection.enter(caller);
        var events = log.log();
        var runId = run(asked.runId());
        if (runId == null) {
            var request =
                    new Streams.Request(
                            View.all(caller.user()), OptionalLong.empty(), asked.cursor());
            return streams.open(events, request, connection, connection.executor());
        }
        return lookup.begin(events, caller.user(), runId)
                .thenCompose(begin -> openRun(events, connection, caller, asked, runId, begin));
    }

    private CompletionStage<Subscription> openRun(
            EventLog events,
            SocketConnection connection,
            Caller caller,
            Asked asked,
            RunId runId,
            OptionalLong begin) {
        if (begin.isEmpty()) {
            throw Problems.unknownRun(runId.text());
        }
        var request = new Streams.Request(View.run(caller.user(), runId), begin, asked.cursor());
        return streams.open(events, request, connection, connection.executor());
    }

    private static @Nullable RunId run(@Nullable String text) {
        try {
            return text == null ? null : new RunId(text);
        } catch (IllegalArgumentException e) {
            throw Problems.unknownRun("of that id");
        }
    }
}
