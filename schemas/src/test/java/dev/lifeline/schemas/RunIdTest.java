package dev.lifeline.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunIdTest {

    @Test
    void tellsWhenTheRunWasAccepted() {
        // the example of RFC 9562, appendix A.6
        assertThat(new RunId("017f22e2-79b0-7cc3-98c4-dc0c0c07398f").time())
                .isEqualTo(Instant.parse("2022-02-22T19:22:22Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "run-1",
                "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
                "919108f7-52d1-4320-9bac-f847db4148a8",
                "017f22e2-79b0-7cc3-18c4-dc0c0c07398f",
                "17f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
            })
    void refusesWhatIsNotAUuidOfVersion7InLowerCase(String text) {
        assertThatThrownBy(() -> new RunId(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
