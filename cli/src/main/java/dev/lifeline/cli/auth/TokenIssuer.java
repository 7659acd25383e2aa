package dev.lifeline.cli.auth;

import java.security.interfaces.RSAPrivateKey;
import java.time.InstantSource;
import java.util.List;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs tokens that the local stack's services accept. */
public final class TokenIssuer {

    static final String ISSUER = "https://lifeline.local";
    static final String AUDIENCE = "lifeline";
    static final String OPERATOR_GROUP = "lifeline-operator";

    private final RSAPrivateKey key;
    private final InstantSource clock;

    TokenIssuer(RSAPrivateKey key, InstantSource clock) {
        this.key = key;
        this.clock = clock;
    }

    public static TokenIssuer of(LocalKeys keys) {
        return new TokenIssuer(keys.privateKey(), InstantSource.system());
    }

    /** A signed JWT, RS256. */
    public String issue(TokenClaims bearer) {
        var signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        signature.setHeader("typ", "JWT");
        signature.setPayload(claims(bearer).toJson());
        signature.setKey(key);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException failure) {
            throw new IllegalStateException("A valid RSA key did not sign", failure);
        }
    }

    private JwtClaims claims(TokenClaims bearer) {
        long now = clock.instant().getEpochSecond();
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject(bearer.user());
        claims.setStringClaim("tenant", bearer.tenant());
        claims.setStringListClaim(
                "groups", bearer.operator() ? List.of(OPERATOR_GROUP) : List.of());
        claims.setIssuedAt(NumericDate.fromSeconds(now));
        claims.setExpirationTime(NumericDate.fromSeconds(now + bearer.ttl().toSeconds()));
        claims.setGeneratedJwtId();
        return claims;
    }
}
