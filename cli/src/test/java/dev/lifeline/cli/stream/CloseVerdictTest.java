package dev.lifeline.cli.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Close codes say whether to come back. */
class CloseVerdictTest {

    @Test
    void a_normal_close_is_the_end() {
        assertThat(CloseVerdict.of(1000, true)).isEqualTo(CloseVerdict.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1001, 1006, 1011, 1012, 1013, 4100, 4199})
    void a_passing_fault_is_tried_again(int code) {
        assertThat(CloseVerdict.of(code, true)).isEqualTo(CloseVerdict.RECONNECT);
    }

    @ParameterizedTest
    @ValueSource(ints = {1002, 1008, 4001, 4003, 4004, 4008, 4200})
    void a_refusal_is_not(int code) {
        assertThat(CloseVerdict.of(code, false)).isEqualTo(CloseVerdict.REJECTED);
    }

    @Test
    void a_token_that_expired_on_the_way_is_renewed() {
        assertThat(CloseVerdict.of(4001, true)).isEqualTo(CloseVerdict.RECONNECT);
    }
}
