package dev.lifeline.gateway.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokenTest {

    @Test
    void isFoundInTheHeader() {
        assertThat(BearerToken.fromHeader("Bearer abc")).contains("abc");
        assertThat(BearerToken.fromHeader("bearer  abc ")).contains("abc");
    }

    @Test
    void isFoundInTheSubprotocolsOfABrowser() {
        var offered =
                "lifeline.v1, bearer-token-carrier, quarkus-http-upgrade#Authorization#Bearer%20abc";

        assertThat(BearerToken.fromSubprotocols(offered)).contains("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer ", "Basic abc", "abc"})
    void otherHeadersCarryNone(String header) {
        assertThat(BearerToken.fromHeader(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lifeline.v1",
                "quarkus-http-upgrade#Authorization#",
                "quarkus-http-upgrade#Authorization#Bearer%2",
                "quarkus-http-upgrade#Cookie#Bearer%20abc"
            })
    void otherSubprotocolsCarryNone(String offered) {
        assertThat(BearerToken.fromSubprotocols(offered)).isEmpty();
    }

    @Test
    void isRecognisedInAUrlByNameOrByLook() {
        assertThat(BearerToken.isInUrl(List.of("access_token"), List.of("x"))).isTrue();
        assertThat(BearerToken.isInUrl(List.of("TOKEN"), List.of(""))).isTrue();
        assertThat(BearerToken.isInUrl(List.of("q"), List.of("eyJ" + "a".repeat(80)))).isTrue();
        assertThat(BearerToken.isInUrl(List.of("cursor"), List.of("Abr-_VUICkWAuZ"))).isFalse();
    }
}
