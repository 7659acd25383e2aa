package dev.lifeline.gateway.web;

import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.problem.Problem;
import dev.lifeline.gateway.problem.Problems;
import dev.lifeline.gateway.stream.FrameJson;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes WebSocket handshakes at {@code /v1/stream}. */
@Singleton
final class StreamRoute implements HttpServerOptionsCustomizer {

    private static final Logger LOG = LoggerFactory.getLogger(StreamRoute.class);
    private static final String SUBPROTOCOLS = "Sec-WebSocket-Protocol";
    private static final String CARRIER = "bearer-token-carrier";

    /** Longer than what is accepted, so that a frame a little too long is refused in words. */
    private static final int LONGEST_FRAME = 1024 * 1024;

    /** What the network may hold for one connection; on its own it would take megabytes. */
    private static final int SEND_BUFFER = 128 * 1024;

    private static final Problem UPGRADE_REQUIRED =
            Problem.of(
                    426,
                    "upgrade-required",
                    "A WebSocket is needed",
                    "This address speaks the WebSocket protocol lifeline.v1 only, version 13.");

    private static final Problem BAD_HANDSHAKE =
            Problem.of(
                    400,
                    "refused",
                    "The request was refused",
                    "A WebSocket's handshake needs Connection: Upgrade and one Sec-WebSocket-Key of"
                            + " 16 bytes in base64.");

    private final StreamOpener opener;
    private final Origins origins;
    private final Connections connections;
    private final GatewayMetrics metrics;
    private final GatewayConfig config;

    StreamRoute(
            StreamOpener opener,
            Origins origins,
            Connections connections,
            GatewayMetrics metrics,
            GatewayConfig config) {
        this.opener = opener;
        this.origins = origins;
        this.connections = connections;
        this.metrics = metrics;
        this.config = config;
    }

    void mount(@Observes Router router) {
        router.get("/v1/stream").handler(this::handshake);
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setWebSocketSubProtocols(List.of(FrameJson.PROTOCOL, CARRIER));
        options.setMaxWebSocketFrameSize(LONGEST_FRAME);
        options.setMaxWebSocketMessageSize(LONGEST_FRAME);
        options.setSendBufferSize(SEND_BUFFER);
        // A megabyte of compressed nothing would become a gigabyte of it here.
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setPerFrameWebSocketCompressionSupported(false);
        // A peer that acknowledges nothing for so long is gone; the kernel finds it (on Linux).
        options.setTcpUserTimeout((int) config.clientSilence().toMillis());
    }

    private void handshake(RoutingContext context) {
        var request = context.request();
        if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            refuse(context, UPGRADE_REQUIRED);
        } else if (!origins.allows(request)) {
            refuse(
                    context,
                    Problem.of(
                            403,
                            "origin-not-allowed",
                            "Origin not allowed",
                            "Pages of this origin may not connect; whoever runs the service can allow"
                                    + " it (lifeline.gateway.allowed-origins)."));
        } else if (!Handshake.isOfOurVersion(request)) {
            request.response().putHeader("Sec-WebSocket-Version", Handshake.VERSION);
            refuse(context, UPGRADE_REQUIRED);
        } else if (!Handshake.isWhole(request)) {
            refuse(context, BAD_HANDSHAKE);
        } else if (connections.isDraining()) {
            // Before the upgrade a balancer can still ask another gateway.
            refuse(context, Problems.shuttingDown().problem());
        } else {
            upgrade(request);
        }
    }

    private void upgrade(HttpServerRequest request) {
        var asked = StreamOpener.Asked.of(request);
        preferOwnProtocol(request);
        request.toWebSocket()
                .onSuccess(socket -> opener.open(socket, request.connection(), asked))
                .onFailure(e -> LOG.debug("handshake failed: {}", e.toString()));
    }

    /** The server's protocol is chosen by the client's order; ours counts wherever it stands. */
    private static void preferOwnProtocol(HttpServerRequest request) {
        var offered = request.getHeader(SUBPROTOCOLS);
        if (offered == null) {
            return;
        }
        var items = Arrays.stream(offered.split(",")).map(String::strip).toList();
        if (items.contains(FrameJson.PROTOCOL)) {
            request.headers().set(SUBPROTOCOLS, FrameJson.PROTOCOL);
        } else if (items.contains(CARRIER)) {
            request.headers().set(SUBPROTOCOLS, CARRIER);
        }
    }

    private void refuse(RoutingContext context, Problem problem) {
        metrics.refused(problem.type());
        ProblemAnswers.send(context.response(), problem);
    }
}
