package dev.lifeline.cli.auth;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * What a local token says about its bearer.
 *
 * @param operator may see what spans users
 * @param ttl from issue to expiry, at least one second
 */
public record TokenClaims(String user, String tenant, boolean operator, Duration ttl) {

    public static final String DEFAULT_TENANT = "default";

    /** As long as a working day. */
    public static final Duration DEFAULT_TTL = Duration.ofHours(12);

    private static final int LONGEST_NAME = 128;

    public TokenClaims {
        requireName("user", user);
        requireName("tenant", tenant);
        if (ttl.toSeconds() < 1) {
            throw new IllegalArgumentException("A token lives at least one second, not " + ttl);
        }
    }

    public static TokenClaims user(String user) {
        return new TokenClaims(user, DEFAULT_TENANT, false, DEFAULT_TTL);
    }

    public static TokenClaims operator(String user) {
        return new TokenClaims(user, DEFAULT_TENANT, true, DEFAULT_TTL);
    }

    private static void requireName(String what, String name) {
        int length = name.getBytes(StandardCharsets.UTF_8).length;
        if (length < 1 || length > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "A %s has 1 to %d bytes, not %d".formatted(what, LONGEST_NAME, length));
        }
    }
}
