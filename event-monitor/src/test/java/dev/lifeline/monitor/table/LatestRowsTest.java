package dev.lifeline.monitor.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LatestRowsTest {

    private static final Instant T0 = Instant.parse("2026-11-23T08:00:00Z");

    private final LatestRows<String> rows = new LatestRows<>(Duration.ofHours(1), 2);

    @Test
    void theLatestRowOfAKeyCounts() {
        rows.put("a", "queued", null);
        rows.put("a", "open", null);

        assertThat(rows.find("a")).isEqualTo("open");
        assertThat(rows.unfinished()).isEqualTo(1);
        rows.put("a", "ended", T0);
        assertThat(rows.unfinished()).isZero();
    }

    @Test
    void whatIsFinishedLeavesAfterItsRetention() {
        rows.put("a", "ended", T0);
        rows.put("b", "open", null);

        rows.expire(T0.plusSeconds(3600));
        assertThat(rows.find("a")).isEqualTo("ended");
        rows.expire(T0.plusSeconds(3601));

        assertThat(rows.find("a")).isNull();
        assertThat(rows.find("b")).isEqualTo("open");
    }

    @Test
    void whatIsFinishedLongestLeavesWhenThereIsTooMuch() {
        rows.put("a", "ended", T0);
        rows.put("b", "ended", T0.plusSeconds(1));
        rows.put("c", "ended", T0.plusSeconds(2));
        rows.put("d", "open", null);

        assertThat(rows.all()).containsExactlyInAnyOrder("ended", "ended", "open");
        assertThat(rows.find("a")).isNull();
    }

    @Test
    void aRowThatIsDeletedIsGone() {
        rows.put("a", "open", null);
        rows.remove("a");

        assertThat(rows.find("a")).isNull();
        assertThat(rows.unfinished()).isZero();
    }
}
