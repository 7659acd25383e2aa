package dev.lifeline.gateway.auth;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jspecify.annotations.Nullable;

/** A published key that tokens may be signed with, and the one algorithm it serves. */
record SigningKey(@Nullable String kid, String algorithm, PublicKey key) {

    private static final int SHORTEST_RSA = 2048;

    /** The key, if it is one to verify signatures with, of a kind that is accepted. */
    static Optional<SigningKey> of(JsonWebKey published) {
        if (published.getUse() != null && !published.getUse().equals("sig")) {
            return Optional.empty();
        }
        return switch (published) {
            case RsaJsonWebKey rsa when isLongEnough(rsa) ->
                    of(rsa, TokenHeader.RS256, rsa.getPublicKey());
            case EllipticCurveJsonWebKey curve when "P-256".equals(curve.getCurveName()) ->
                    of(curve, TokenHeader.ES256, curve.getPublicKey());
            default -> Optional.empty();
        };
    }

    /** A token without a key's name is taken for signed with the only key there is. */
    boolean fits(TokenHeader header) {
        return algorithm.equals(header.algorithm())
                && header.kid().map(name -> name.equals(kid)).orElse(true);
    }

    private static Optional<SigningKey> of(JsonWebKey published, String algorithm, PublicKey key) {
        var named = published.getAlgorithm();
        return named == null || named.equals(algorithm)
                ? Optional.of(new SigningKey(published.getKeyId(), algorithm, key))
                : Optional.empty();
    }

    private static boolean isLongEnough(RsaJsonWebKey rsa) {
        return rsa.getPublicKey() instanceof RSAPublicKey key
                && key.getModulus().bitLength() >= SHORTEST_RSA;
    }
}
