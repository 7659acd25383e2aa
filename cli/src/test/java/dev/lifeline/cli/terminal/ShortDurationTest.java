package dev.lifeline.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Durations are read as people write them. */
class ShortDurationTest {

    private final ShortDuration durations = new ShortDuration();

    @Test
    void a_number_with_a_unit_is_read() {
        assertThat(durations.convert("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(durations.convert("15m")).isEqualTo(Duration.ofMinutes(15));
        assertThat(durations.convert("12h")).isEqualTo(Duration.ofHours(12));
        assertThat(durations.convert("7d")).isEqualTo(Duration.ofDays(7));
    }

    @Test
    void iso_is_read_too() {
        assertThat(durations.convert("PT1M30S")).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void anything_else_is_refused_with_what_to_write() {
        assertThatThrownBy(() -> durations.convert("soon"))
                .hasMessage("'soon' is no duration; write 90s, 15m, 12h, 7d or PT90S");
    }
}
