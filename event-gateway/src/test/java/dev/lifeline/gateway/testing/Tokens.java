package dev.lifeline.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Issues tokens as an identity provider would. */
public final class Tokens {

    private final PrivateKey key;

    public Tokens(PrivateKey key) {
        this.key = key;
    }

    public String of(String user) {
        return claims(user).sign(key);
    }

    public String of(String tenant, String user) {
        return claims(user).claim("tenant", tenant).sign(key);
    }

    /** One that expires at that time from now, which may be negative. */
    public String expiringIn(String user, Duration time) {
        return claims(user)
                .issuedAt(Instant.now().minusSeconds(3600))
                .expiresAt(Instant.now().plus(time))
                .sign(key);
    }

    public String ofAudience(String audience) {
        return claims("alice").audience(audience).sign(key);
    }

    public String ofIssuer(String issuer) {
        return claims("alice").issuer(issuer).sign(key);
    }

    /** One whose claims were changed after it was signed. */
    public String tampered(String user) {
        var parts = claims("mallory").sign(key).split("\\.", -1);
        var payload = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
        var changed = payload.replace("mallory", user).getBytes(UTF_8);
        return parts[0]
                + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(changed)
                + "."
                + parts[2];
    }

    /** One that claims to need no signature. */
    public static String unsigned(String user) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        var claims =
                "{\"iss\":\"https://lifeline.local\",\"aud\":\"lifeline\",\"sub\":\"%s\",\"exp\":%d}"
                        .formatted(user, Instant.now().plusSeconds(600).getEpochSecond());
        return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(UTF_8))
                + "."
                + encoder.encodeToString(claims.getBytes(UTF_8))
                + ".";
    }

    private static JwtClaimsBuilder claims(String user) {
        return Jwt.issuer("https://lifeline.local")
                .audience("lifeline")
                .subject(user)
                .expiresIn(Duration.ofHours(1));
    }
}
