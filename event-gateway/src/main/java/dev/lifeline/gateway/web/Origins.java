package dev.lifeline.gateway.web;

import dev.lifeline.gateway.config.GatewayConfig;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which pages may open a WebSocket: this service's own, and those that are configured. */
@Singleton
final class Origins {

    private final Set<String> allowed;

    Origins(GatewayConfig config) {
        this.allowed = config.allowedOrigins().map(Set::copyOf).orElse(Set.of());
    }

    boolean allows(HttpServerRequest request) {
        var origin = request.getHeader("Origin");
        return origin == null
                || allowed.contains(origin)
                || isOwn(origin, request.getHeader("Host"));
    }

    private static boolean isOwn(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
