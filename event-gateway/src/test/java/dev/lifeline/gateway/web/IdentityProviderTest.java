package dev.lifeline.gateway.web;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.lifeline.gateway.testing.Gateway;
import dev.lifeline.gateway.testing.Issuer;
import dev.lifeline.gateway.testing.IssuerStack;
import dev.lifeline.gateway.testing.StreamClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The service with an identity provider that is away at first, and changes its keys later. */
@QuarkusTest
@QuarkusTestResource(value = IssuerStack.class, restrictToAnnotatedClass = true)
class IdentityProviderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init") // The stack sets it.
    private Issuer issuer;

    @Test
    void usersAreToldToComeBackWhileNobodyCanTellAndThenServedByTheKeysThatArePublished() {
        var rsa = Issuer.rsa("r1");
        var curve = Issuer.curve("e1");
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body(containsString("issuer keys"))
                .body(containsString("answered with status 503"));
        call(issuer.token("r1"))
                .then()
                .statusCode(503)
                .header("Retry-After", "2")
                .body("type", equalTo("unavailable"))
                .body("detail", containsString("issuer's keys"));
        assertThat(closed(issuer.token("r1"))).isEqualTo(4100);

        issuer.publish(rsa, curve);

        await().atMost(PATIENCE).until(() -> isReady());
        awaitStatus(issuer.token("r1"), 200);
        try (var client = StreamClient.connect(Gateway.stream(""), issuer.token("e1"))) {
            client.awaitFrame("welcome");
        }
        call(issuer.unsigned()).then().statusCode(401);
        call(issuer.signedWithPublicKeyAsSecret("r1")).then().statusCode(401);

        issuer.publish(curve);

        awaitStatus(issuer.token("r1"), 401);
        assertThat(closed(issuer.token("r1"))).isEqualTo(4001);
        awaitStatus(issuer.token("e1"), 200);
        issuer.fail();
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        given().get("/q/health/ready")
                                .then()
                                .statusCode(200)
                                .body(containsString("answered with status 503")));
        awaitStatus(issuer.token("e1"), 200);
    }

    private static boolean isReady() {
        return given().get("/q/health/ready").statusCode() == 200;
    }

    private static void awaitStatus(String token, int status) {
        await().atMost(PATIENCE).until(() -> call(token).statusCode() == status);
    }

    private static int closed(String token) {
        try (var client = StreamClient.connect(Gateway.stream(""), token)) {
            return client.awaitClose().code();
        }
    }

    private static Response call(String token) {
        return given().header("Authorization", "Bearer " + token).get("/v1/agents");
    }
}
