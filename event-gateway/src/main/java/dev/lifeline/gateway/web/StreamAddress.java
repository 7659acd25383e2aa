package dev.lifeline.gateway.web;

import dev.lifeline.gateway.config.GatewayConfig;
import dev.lifeline.gateway.problem.Problems;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where users open their WebSocket: what is configured, or else the host that they have called. A
 * proxy's headers count where the platform is told to trust them (quarkus.http.proxy).
 */
@Singleton
final class StreamAddress {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]");

    private final Optional<URI> configured;

    StreamAddress(GatewayConfig config) {
        configured = config.publicUrl();
    }

    /** Has a setting that cannot be used stop the service when it starts. */
    void check(@Observes StartupEvent started) {
        configured.ifPresent(StreamAddress::requireUsable);
    }

    /** The stream's address, for who has made this call. */
    String of(HttpServerRequest call) {
        return configured
                .map(uri -> uri.getScheme() + "://" + uri.getRawAuthority() + path(uri))
                .orElseGet(() -> called(call))
                .replaceFirst("^http", "ws")
                .concat("/v1/stream");
    }

    private static String called(HttpServerRequest call) {
        var authority = call.authority();
        if (authority == null || !HOST.matcher(authority.host()).matches()) {
            throw Problems.badInput(
                    "bad-parameter", "The header \"Host\" must name the host that is called.");
        }
        var port = authority.port() < 0 ? "" : ":" + authority.port();
        return call.scheme() + "://" + authority.host() + port;
    }

    private static String path(URI uri) {
        return uri.getRawPath().replaceFirst("/+$", "");
    }

    private static void requireUsable(URI uri) {
        var scheme = String.valueOf(uri.getScheme());
        if (!scheme.matches("https?|wss?") || uri.getHost() == null) {
            throw new IllegalArgumentException(
                    "lifeline.gateway.public-url must be like https://agents.example.com, it is "
                            + uri);
        }
    }
}
