package dev.lifeline.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lifeline.gateway.testing.Issuer;
import dev.lifeline.gateway.testing.MovedClock;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tokens of an identity provider that publishes its keys over HTTP, and changes them. */
class IssuerKeysTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration REFRESH = Duration.ofMinutes(5);
    private static final int SKEW = 5;

    private final AtomicInteger accepted = new AtomicInteger();
    private final MovedClock clock = new MovedClock();
    private final Issuer issuer = Issuer.start();
    private final IssuerKeys keys = new IssuerKeys(issuer.address(), REFRESH, clock);
    private final JwtAuthenticator authenticator =
            new JwtAuthenticator(new DefaultJWTParser(settings()), Optional.of(keys), SKEW);

    @AfterEach
    void stop() {
        keys.close();
        issuer.close();
    }

    @Test
    void bothAlgorithmsAreAccepted() throws NotAuthenticatedException {
        issuer.publish(Issuer.rsa("r1"), Issuer.curve("e1"));

        assertThat(user(issuer.token("r1"))).isEqualTo("alice");
        assertThat(user(issuer.token("e1"))).isEqualTo("alice");
    }

    @Test
    void whatIsSignedWithNothingOrWithThePublicKeyAsSecretIsRefused() {
        issuer.publish(Issuer.rsa("r1"));

        assertRefused(issuer.unsigned());
        assertRefused(issuer.signedWithPublicKeyAsSecret("r1"));
        assertRefused(issuer.signedByAnotherAs("r1"));
        assertRefused("no token");
    }

    @Test
    void aNewKeyIsFetchedWhenATokenNamesItAndAnOldOneHoldsWhileItIsPublished()
            throws NotAuthenticatedException {
        issuer.publish(Issuer.rsa("old"));
        var old = issuer.token("old");
        assertThat(user(old)).isEqualTo("alice");
        issuer.publish(Issuer.rsa("old"), Issuer.rsa("new"));
        clock.pass(Duration.ofSeconds(10));

        assertThat(user(issuer.token("new"))).isEqualTo("alice");
        assertThat(user(old)).isEqualTo("alice");

        issuer.publish(Issuer.rsa("new"));
        keys.start();
        clock.pass(REFRESH);
        await().atMost(PATIENCE).untilAsserted(() -> assertRefused(old));
        assertThat(user(issuer.token("new"))).isEqualTo("alice");
    }

    @Test
    void hostileNamesOfKeysCauseNoStormOfFetches() throws NotAuthenticatedException {
        issuer.publish(Issuer.rsa("r1"));
        assertThat(user(issuer.token("r1"))).isEqualTo("alice");
        clock.pass(Duration.ofSeconds(10));

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 1000).forEach(i -> threads.execute(() -> tryWith("x" + i)));
        }

        assertThat(accepted).hasValue(0);
        assertThat(issuer.fetches()).isEqualTo(2);
        assertThat(user(issuer.token("r1"))).isEqualTo("alice");
    }

    @Test
    void whileTheIssuerWasNeverReachedNobodyCanTellAndThenAllIsWell()
            throws NotAuthenticatedException {
        issuer.publish(Issuer.rsa("r1"));
        issuer.fail();
        assertThatThrownBy(() -> user(issuer.token("r1")))
                .isInstanceOf(KeysUnavailableException.class);
        assertThat(keys.trouble().orElseThrow()).contains("503");

        issuer.publish(Issuer.rsa("r1"));
        clock.pass(Duration.ofSeconds(2));

        assertThat(user(issuer.token("r1"))).isEqualTo("alice");
        assertThat(keys.trouble()).isEmpty();
    }

    @Test
    void whileTheIssuerIsAwayItsLastWordHoldsForAnHour() throws NotAuthenticatedException {
        issuer.publish(Issuer.rsa("r1"));
        var known = issuer.token("r1");
        assertThat(user(known)).isEqualTo("alice");
        issuer.fail();
        clock.pass(Duration.ofMinutes(60));

        assertThat(user(known)).isEqualTo("alice");
        assertThatThrownBy(() -> user(issuer.signedByAnotherAs("new")))
                .isInstanceOf(KeysUnavailableException.class);
        assertThat(keys.trouble()).isEmpty();
        assertThat(keys.lastFailure()).isPresent();

        clock.pass(Duration.ofSeconds(1));
        assertThatThrownBy(() -> user(known)).isInstanceOf(KeysUnavailableException.class);
        assertThat(keys.trouble()).isPresent();
    }

    @Test
    void clocksMayDifferByTheToleratedSkew() throws NotAuthenticatedException {
        issuer.publish(Issuer.curve("e1"));

        assertThat(user(issuer.tokenExpiringIn("e1", Duration.ofSeconds(-2)))).isEqualTo("alice");
        assertRefused(issuer.tokenExpiringIn("e1", Duration.ofSeconds(-SKEW - 2)));
    }

    @Test
    void keysThatAreTooWeakOrForSomethingElseAreNotUsed() {
        issuer.publish(Issuer.weak("w1"), Issuer.forEncryption("c1"), Issuer.rsa("r1"));

        assertRefused(issuer.token("w1"));
        assertRefused(issuer.token("c1"));
    }

    private String user(String token) throws NotAuthenticatedException {
        return authenticator.authenticate(token).user().userId();
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> user(token)).isInstanceOf(NotAuthenticatedException.class);
    }

    private void tryWith(String kid) {
        try {
            user(issuer.signedByAnotherAs(kid));
            accepted.incrementAndGet();
        } catch (NotAuthenticatedException | KeysUnavailableException e) {
            // As it should be: refused, or told to try again while others wait already.
        }
    }

    private static JWTAuthContextInfo settings() {
        var settings = new JWTAuthContextInfo();
        settings.setIssuedBy("https://lifeline.local");
        settings.setExpectedAudience(Set.of("lifeline"));
        settings.setClockSkew(SKEW);
        return settings;
    }
}
