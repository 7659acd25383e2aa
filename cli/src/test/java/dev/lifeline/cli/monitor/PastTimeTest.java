package dev.lifeline.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** Moments of the past are read as people write them. */
class PastTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    private final PastTime times = new PastTime(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_time_is_read() {
        assertThat(times.convert("2026-11-24T08:30:00Z"))
                .isEqualTo(Instant.parse("2026-11-24T08:30:00Z"));
    }

    @Test
    void how_long_ago_it_was_is_read() {
        assertThat(times.convert("6h")).isEqualTo(Instant.parse("2026-11-24T06:00:00Z"));
    }

    @Test
    void anything_else_is_refused_with_what_to_write() {
        assertThatThrownBy(() -> times.convert("yesterday"))
                .hasMessageContaining("'yesterday' is no time")
                .hasMessageContaining("6h");
    }
}
