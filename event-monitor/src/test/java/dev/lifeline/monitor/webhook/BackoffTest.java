package dev.lifeline.monitor.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff =
            new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1), new Random(1));

    @Test
    void eachWaitIsAboutTwiceAsLongAsTheOneBefore() {
        for (int failures = 1; failures <= 7; failures++) {
            long full = 500L << (failures - 1);
            assertThat(backoff.after(failures).toMillis()).isBetween(full / 2, full);
        }
    }

    @Test
    void itNeverWaitsLongerThanTheLongest() {
        assertThat(backoff.after(8)).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
        assertThat(backoff.after(Integer.MAX_VALUE))
                .isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1));
    }
}
