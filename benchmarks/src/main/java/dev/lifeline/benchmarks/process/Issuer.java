package dev.lifeline.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.UserKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;

/** Issues tokens, signed with a key pair of its own. */
public final class Issuer {

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final Duration VALID = Duration.ofHours(2);
    private static final String HEADER = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");

    private final Clock clock;
    private final KeyPair keys;

    public Issuer(Clock clock) {
        this.clock = clock;
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One that says who the user is. */
    public String token(UserKey user) {
        return token(user, "");
    }

    /** One of an operator. */
    public String operatorToken() {
        return token(new UserKey("default", "operator"), ",\"groups\":[\"lifeline-operator\"]");
    }

    private String token(UserKey user, String moreClaims) {
        var now = clock.instant();
        var claims =
                """
                {"iss":"https://lifeline.local","aud":"lifeline","tenant":"%s","sub":"%s","iat":%d,"exp":%d%s}\
                """
                        .formatted(
                                user.tenantId(),
                                user.userId(),
                                now.getEpochSecond(),
                                now.plus(VALID).getEpochSecond(),
                                moreClaims);
        var content = HEADER + "." + encode(claims);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(UTF_8));
            return content + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Writes the public key as the services read it. */
    public void writePublicKey(Path file) throws IOException {
        var body = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
        Files.writeString(
                file, "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
    }

    private static String encode(String json) {
        return URL.encodeToString(json.getBytes(UTF_8));
    }
}
