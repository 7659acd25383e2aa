package dev.lifeline.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** An identity provider: publishes keys over HTTP, and signs tokens with them. */
public final class Issuer implements AutoCloseable {

    private static final Duration IN_TEN_MINUTES = Duration.ofMinutes(10);
    private static final Map<String, PublicJsonWebKey> MADE = new ConcurrentHashMap<>();

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile List<PublicJsonWebKey> published = List.of();
    private volatile boolean failing;

    private Issuer(HttpServer server) {
        this.server = server;
    }

    public static Issuer start() {
        try {
            var local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var issuer = new Issuer(HttpServer.create(local, 0));
            issuer.server.createContext("/jwks", issuer::answer);
            issuer.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            issuer.server.start();
            return issuer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
    }

    /** Publishes these keys and no others. */
    public void publish(PublicJsonWebKey... keys) {
        published = List.of(keys);
        failing = false;
    }

    /** Answers with errors from now on. */
    public void fail() {
        failing = true;
    }

    public int fetches() {
        return fetches.get();
    }

    public static PublicJsonWebKey rsa(String kid) {
        return made(kid, () -> RsaJwkGenerator.generateJwk(2048));
    }

    public static PublicJsonWebKey curve(String kid) {
        return made(kid, () -> EcJwkGenerator.generateJwk(EllipticCurves.P256));
    }

    /** One with too few bits. */
    public static PublicJsonWebKey weak(String kid) {
        return made(kid, () -> RsaJwkGenerator.generateJwk(1024));
    }

    public static PublicJsonWebKey forEncryption(String kid) {
        var key = rsa(kid);
        key.setUse("enc");
        return key;
    }

    public String token(String kid) {
        return signed(IN_TEN_MINUTES, key(kid), kid);
    }

    public String tokenExpiringIn(String kid, Duration time) {
        return signed(time, key(kid), kid);
    }

    /** One that names the key, and is signed with another. */
    public String signedByAnotherAs(String kid) {
        return signed(IN_TEN_MINUTES, rsa("another"), kid);
    }

    public String unsigned() {
        return Tokens.unsigned("alice");
    }

    /** What works where a public key is taken for a shared secret. */
    public String signedWithPublicKeyAsSecret(String kid) {
        var secret = new SecretKeySpec(key(kid).getPublicKey().getEncoded(), "HmacSHA256");
        return signed(IN_TEN_MINUTES, secret, kid, AlgorithmIdentifiers.HMAC_SHA256);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static PublicJsonWebKey key(String kid) {
        var key = MADE.get(kid);
        if (key == null) {
            throw new IllegalArgumentException("no key " + kid);
        }
        return key;
    }

    private static PublicJsonWebKey made(String kid, Generator generator) {
        return MADE.computeIfAbsent(
                kid,
                name -> {
                    try {
                        var key = generator.generate();
                        key.setKeyId(name);
                        return key;
                    } catch (JoseException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @FunctionalInterface
    private interface Generator {
        PublicJsonWebKey generate() throws JoseException;
    }

    private static String signed(Duration expiry, PublicJsonWebKey key, String kid) {
        return signed(
                expiry,
                key.getPrivateKey(),
                kid,
                key.getKeyType().equals("EC")
                        ? AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256
                        : AlgorithmIdentifiers.RSA_USING_SHA256);
    }

    private static String signed(Duration expiry, Key key, String kid, String algorithm) {
        var claims = new JwtClaims();
        claims.setIssuer("https://lifeline.local");
        claims.setAudience("lifeline");
        claims.setSubject("alice");
        claims.setIssuedAt(NumericDate.fromSeconds(Instant.now().getEpochSecond() - 3600));
        claims.setExpirationTime(
                NumericDate.fromSeconds(Instant.now().plus(expiry).getEpochSecond()));
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key);
        signature.setDoKeyValidation(false);
        signature.setKeyIdHeaderValue(kid);
        signature.setAlgorithmHeaderValue(algorithm);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange call) throws IOException {
        fetches.incrementAndGet();
        try (call) {
            var keys = new JsonWebKeySet(published);
            var body = keys.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY).getBytes(UTF_8);
            call.getResponseHeaders().add("Content-Type", "application/jwk-set+json");
            call.sendResponseHeaders(failing ? 503 : 200, failing ? -1 : body.length);
            if (!failing) {
                call.getResponseBody().write(body);
            }
        }
    }
}
