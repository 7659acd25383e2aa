package dev.lifeline.monitor.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves to a receiver who called and when: {@code t=<unix seconds>,v1=<hex>}, where {@code v1} is
 * the HMAC-SHA256 of {@code t}, a dot and the body, once for each secret.
 */
final class Signature {

    static final String HEADER = "Lifeline-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private Signature() {}

    static String of(byte[] body, Instant now, List<String> secrets) {
        var time = Long.toString(now.getEpochSecond());
        return secrets.stream()
                .map(secret -> "v1=" + hmac(secret, time, body))
                .collect(Collectors.joining(",", "t=" + time + ",", ""));
    }

    private static String hmac(String secret, String time, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), ALGORITHM));
            mac.update((time + ".").getBytes(US_ASCII));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
