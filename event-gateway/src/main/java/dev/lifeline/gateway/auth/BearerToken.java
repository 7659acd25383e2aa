package dev.lifeline.gateway.auth;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a request carries its token. */
public final class BearerToken {

    private static final String PREFIX = "bearer ";
    private static final String CARRIED = "quarkus-http-upgrade#Authorization#";
    private static final Set<String> URL_NAMES =
            Set.of("token", "access_token", "id_token", "jwt", "bearer", "authorization", "auth");

    private BearerToken() {}

    /** From the Authorization header. */
    public static Optional<String> fromHeader(@Nullable String authorization) {
        if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
            return Optional.empty();
        }
        var token = authorization.substring(PREFIX.length()).strip();
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    /** From a WebSocket's subprotocol list, where browsers have to put it. */
    public static Optional<String> fromSubprotocols(@Nullable String subprotocols) {
        if (subprotocols == null) {
            return Optional.empty();
        }
        return Arrays.stream(subprotocols.split(","))
                .map(String::strip)
                .filter(item -> item.startsWith(CARRIED))
                .findFirst()
                .flatMap(item -> fromHeader(decoded(item.substring(CARRIED.length()))));
    }

    /** Whether a query has a parameter that looks like a token, by its name or its value. */
    public static boolean isInUrl(Collection<String> names, Collection<String> values) {
        return names.stream().anyMatch(n -> URL_NAMES.contains(n.toLowerCase(Locale.ROOT)))
                || values.stream().anyMatch(v -> v.startsWith("eyJ") && v.length() > 60);
    }

    private static @Nullable String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
