package dev.lifeline.gateway.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.gateway.web.ClientWatch.Verdict;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClientWatchTest {

    private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");

    private final ClientWatch watch = new ClientWatch(Duration.ofSeconds(20), START);

    @Test
    void aSilentClientIsAskedAtHalfTimeAndThenGone() {
        assertThat(watch.judge(at(9))).isEqualTo(Verdict.PRESENT);
        assertThat(watch.judge(at(10))).isEqualTo(Verdict.ASK);
        assertThat(watch.judge(at(11))).isEqualTo(Verdict.PRESENT);
        assertThat(watch.judge(at(19))).isEqualTo(Verdict.PRESENT);
        assertThat(watch.judge(at(20))).isEqualTo(Verdict.GONE);
    }

    @Test
    void whoAnswersStays() {
        for (int seconds = 10; seconds < 1000; seconds += 11) {
            assertThat(watch.judge(at(seconds))).isEqualTo(Verdict.ASK);
            watch.sign(at(seconds + 1));
        }
    }

    @Test
    void whoSpeaksIsNotAsked() {
        for (int seconds = 0; seconds < 1000; seconds += 5) {
            watch.sign(at(seconds));
            assertThat(watch.judge(at(seconds + 4))).isEqualTo(Verdict.PRESENT);
        }
    }

    private static Instant at(int seconds) {
        return START.plusSeconds(seconds);
    }
}
