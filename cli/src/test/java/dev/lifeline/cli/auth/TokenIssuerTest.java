package dev.lifeline.cli.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A token says who its bearer is, in the words the services check. */
class TokenIssuerTest {

    @TempDir private Path directory;

    @Test
    void a_users_token_names_user_and_tenant_and_no_group() throws Exception {
        // given
        var bearer = new TokenClaims("alice", "acme", false, Duration.ofMinutes(15));

        // when
        JwtClaims claims = verified(issue(bearer));

        // then
        assertThat(claims.getSubject()).isEqualTo("alice");
        assertThat(claims.getStringClaimValue("tenant")).isEqualTo("acme");
        assertThat(claims.getStringListClaimValue("groups")).isEmpty();
        assertThat(lifetime(claims)).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void an_operators_token_names_the_operators_group() throws Exception {
        // when
        JwtClaims claims = verified(issue(TokenClaims.operator("ops")));

        // then
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("lifeline-operator");
        assertThat(claims.getStringClaimValue("tenant")).isEqualTo("default");
    }

    @Test
    void a_token_stays_good_because_keys_are_made_only_once() throws Exception {
        // given
        String token = issue(TokenClaims.user("alice"));

        // when
        LocalKeys.in(directory);

        // then
        assertThat(verified(token).getSubject()).isEqualTo("alice");
    }

    @Test
    void keys_are_readable_by_their_owner_only() throws Exception {
        // when
        var keys = LocalKeys.in(directory);

        // then
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(keys.privateKeyFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void names_no_service_would_accept_are_refused() {
        assertThatThrownBy(() -> TokenClaims.user("")).hasMessageContaining("1 to 128 bytes");
        assertThatThrownBy(() -> TokenClaims.user("ä".repeat(65)))
                .hasMessageContaining("1 to 128 bytes, not 130");
    }

    private String issue(TokenClaims bearer) {
        return TokenIssuer.of(LocalKeys.in(directory)).issue(bearer);
    }

    /** As a service does: signature, issuer, audience and expiry. */
    private JwtClaims verified(String token) throws Exception {
        return new JwtConsumerBuilder()
                .setVerificationKey(publicKey())
                .setExpectedIssuer("https://lifeline.local")
                .setExpectedAudience("lifeline")
                .setRequireExpirationTime()
                .build()
                .processToClaims(token);
    }

    private PublicKey publicKey() throws Exception {
        String pem = Files.readString(LocalKeys.in(directory).publicKeyFile());
        String base64 = pem.replaceAll("-----[A-Z ]+-----|\\s", "");
        var encoded = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
        return KeyFactory.getInstance("RSA").generatePublic(encoded);
    }

    private static Duration lifetime(JwtClaims claims) throws Exception {
        return Duration.ofSeconds(
                claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue());
    }
}
