package dev.lifeline.gateway.auth;

import dev.lifeline.schemas.UserKey;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** Checks JSON Web Tokens: signature, issuer, audience and expiry, by the MicroProfile settings. */
@ApplicationScoped
final class JwtAuthenticator implements Authenticator {

    private static final String OPERATORS = "lifeline-operator";
    private static final String DEFAULT_TENANT = "default";
    private static final int LONGEST_TOKEN = 16 * 1024;

    private final JWTParser parser;
    private final Optional<IssuerKeys> keys;
    private final Duration skew;

    JwtAuthenticator(
            JWTParser parser,
            Optional<IssuerKeys> keys,
            @ConfigProperty(name = "mp.jwt.verify.clock.skew", defaultValue = "0") int skew) {
        this.parser = parser;
        this.keys = keys;
        this.skew = Duration.ofSeconds(skew);
    }

    @Override
    public Caller authenticate(String token) throws NotAuthenticatedException {
        if (token.length() > LONGEST_TOKEN) {
            throw new NotAuthenticatedException("The token is too long to be one of ours.");
        }
        try {
            return caller(verified(token));
        } catch (ParseException e) {
            throw new NotAuthenticatedException(reason(e));
        }
    }

    /** Verified with the issuer's key that it names, or with the one key that is configured. */
    private JsonWebToken verified(String token) throws ParseException, NotAuthenticatedException {
        return keys.isPresent()
                ? parser.verify(token, keys.get().key(TokenHeader.of(token)))
                : parser.parse(token);
    }

    private Caller caller(JsonWebToken token) throws NotAuthenticatedException {
        var subject = token.getSubject();
        if (subject == null || subject.isEmpty()) {
            throw new NotAuthenticatedException("The token names no user: it has no \"sub\".");
        }
        Object tenant = token.getClaim("tenant");
        try {
            var user = new UserKey(tenant == null ? DEFAULT_TENANT : text(tenant), subject);
            var expires = Instant.ofEpochSecond(token.getExpirationTime()).plus(skew);
            var groups = token.getGroups();
            return new Caller(user, expires, groups != null && groups.contains(OPERATORS));
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new NotAuthenticatedException(
                    "The token names no user we can serve: %s.".formatted(e.getMessage()));
        }
    }

    private static String text(Object claim) {
        return claim instanceof JsonString json ? json.getString() : claim.toString();
    }

    private static String reason(ParseException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidJwtException invalid) {
                return reason(invalid);
            }
        }
        return "The token cannot be verified. Get a fresh one.";
    }

    private static String reason(InvalidJwtException error) {
        if (error.hasErrorCode(ErrorCodes.EXPIRED)) {
            return "The token has expired. Get a fresh one.";
        }
        if (error.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)) {
            return "The token never expires: an \"exp\" is required.";
        }
        if (error.hasErrorCode(ErrorCodes.ISSUER_INVALID)
                || error.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return "The token is another issuer's.";
        }
        if (error.hasErrorCode(ErrorCodes.AUDIENCE_INVALID)
                || error.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "The token is meant for another service: its \"aud\" is not ours.";
        }
        if (error.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
            return "The token's signature is wrong: it was not issued by whom we trust.";
        }
        return "The token cannot be verified. Get a fresh one.";
    }
}
