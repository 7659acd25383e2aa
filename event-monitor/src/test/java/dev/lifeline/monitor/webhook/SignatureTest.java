package dev.lifeline.monitor.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignatureTest {

    private static final byte[] BODY = "{\"a\":1}".getBytes(UTF_8);
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    /** Made with: printf '%s' '1700000000.{"a":1}' | openssl dgst -sha256 -hmac SECRET. */
    @Test
    void itIsWhatOpensslMakesOfTimeDotBody() {
        assertThat(Signature.of(BODY, NOW, List.of("0123456789abcdef")))
                .isEqualTo(
                        "t=1700000000,v1=9eb18f493f8ec135d9eb2dad817c369bb4e9cbfa818657897a7437c1cd8c3a23");
    }

    @Test
    void whileSecretsAreChangedThereIsOneForEach() {
        assertThat(Signature.of(BODY, NOW, List.of("0123456789abcdef", "fedcba9876543210")))
                .isEqualTo(
                        "t=1700000000,v1=9eb18f493f8ec135d9eb2dad817c369bb4e9cbfa818657897a7437c1cd8c3a23"
                                + ",v1=b32c46cc98bca64571d8fd1f15c9c2c492dd6883b977ebc5c859dd995d9d12ea");
    }
}
