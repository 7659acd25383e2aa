package dev.lifeline.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateCapTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);

    @Test
    void whatWasTooMuchIsWaitedOff() {
        var cap = new RateCap(1000, now::get);

        cap.took(500);

        assertThat(cap.delay()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(cap.delay()).isZero();
    }

    @Test
    void anIdleTimeIsCreditForAQuarterOfASecond() {
        var cap = new RateCap(1000, now::get);
        now.addAndGet(TimeUnit.HOURS.toNanos(1));

        cap.took(1000);

        assertThat(cap.delay()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(750));
    }

    @Test
    void zeroIsNoBound() {
        var cap = new RateCap(0, now::get);

        cap.took(Long.MAX_VALUE);

        assertThat(cap.delay()).isZero();
    }
}
