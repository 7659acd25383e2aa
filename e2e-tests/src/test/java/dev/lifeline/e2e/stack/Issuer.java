package dev.lifeline.e2e.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Issues tokens, good ones and bad ones, signed with a key pair of its own. */
public final class Issuer {

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Object> RS256 = Map.of("alg", "RS256", "typ", "JWT");

    private final KeyPair keys;

    public Issuer() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a good token of that user claims. */
    public static Map<String, Object> claims(String user) {
        var now = Instant.now();
        return Map.of(
                "iss",
                "https://lifeline.local",
                "aud",
                "lifeline",
                "sub",
                user,
                "tenant",
                "default",
                "iat",
                now.getEpochSecond(),
                "exp",
                now.plus(Duration.ofHours(1)).getEpochSecond());
    }

    /** Those claims, but for one. */
    public static Map<String, Object> with(Map<String, Object> claims, String name, Object value) {
        var all = new TreeMap<>(claims);
        all.put(name, value);
        return all;
    }

    String token(String user) {
        return sign(claims(user));
    }

    String operatorToken() {
        return sign(with(claims("operator"), "groups", List.of("lifeline-operator")));
    }

    /** A token of those claims, signed. */
    public String sign(Map<String, Object> claims) {
        String content = content(RS256, claims);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(UTF_8));
            return content + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token whose claims were changed after it had been signed. */
    public String tampered(Map<String, Object> signed, Map<String, Object> claims) {
        var good = sign(signed);
        return content(RS256, claims) + good.substring(good.lastIndexOf('.'));
    }

    /** A token whose signature anybody can make: the public key taken for a shared secret. */
    public String signedWithPublicKey(Map<String, Object> claims) {
        String content = content(Map.of("alg", "HS256", "typ", "JWT"), claims);
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
            return content + "." + URL.encodeToString(mac.doFinal(content.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token that says of itself that it needs no signature. */
    public static String unsigned(Map<String, Object> claims) {
        return content(Map.of("alg", "none", "typ", "JWT"), claims) + ".";
    }

    void writePublicKey(Path file) {
        var body = Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded());
        try {
            Files.writeString(
                    file, "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String content(Map<String, Object> header, Map<String, Object> claims) {
        return encode(header) + "." + encode(claims);
    }

    private static String encode(Map<String, Object> json) {
        try {
            return URL.encodeToString(JSON.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
