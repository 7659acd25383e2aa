package dev.lifeline.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When events are due again. */
class PaceTest {

    private static final Instant THEN = Instant.parse("2026-11-23T07:40:12Z");

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void the_first_comes_at_once_and_the_others_as_far_behind_it_as_they_were() {
        var pace = new Pace(1, () -> now);

        assertThat(pace.until(THEN)).isZero();
        assertThat(pace.until(THEN.plusMillis(300))).isEqualTo(Duration.ofMillis(300));
        now = now.plusMillis(200);
        assertThat(pace.until(THEN.plusMillis(300))).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void a_factor_makes_it_that_much_faster() {
        var pace = new Pace(4, () -> now);
        pace.until(THEN);

        assertThat(pace.until(THEN.plusSeconds(2))).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void what_is_late_does_not_wait() {
        var pace = new Pace(1, () -> now);
        pace.until(THEN);
        now = now.plusSeconds(10);

        assertThat(pace.until(THEN.plusSeconds(2)).isNegative()).isTrue();
    }

    @Test
    void clocks_that_disagree_and_factors_near_nothing_do_no_harm() {
        var pace = new Pace(1e-300, () -> now);
        pace.until(THEN);

        assertThat(pace.until(THEN.minusSeconds(5))).isZero();
        assertThat(pace.until(THEN.plusSeconds(5))).isEqualTo(Duration.ofDays(1));
    }
}
