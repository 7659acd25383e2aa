package dev.lifeline.gateway.auth;

import dev.lifeline.schemas.UserKey;
import java.time.Instant;

/**
 * Who is calling.
 *
 * @param expiresAt when the token is no longer accepted
 */
public record Caller(UserKey user, Instant expiresAt, boolean operator) {}
