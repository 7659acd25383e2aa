package dev.lifeline.executor.log;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/** The system's clock, ahead by what a test wants to have passed; counts who keeps the beats. */
final class AdvancingClock extends Clock {

    private final InstantSource system = InstantSource.system();
    private final AtomicInteger looksOfTheBeats = new AtomicInteger();
    private volatile Duration ahead = Duration.ZERO;

    void advance(Duration time) {
        ahead = ahead.plus(time);
    }

    /** How often a thread that beats or watches has looked. */
    int looksOfTheBeats() {
        return looksOfTheBeats.get();
    }

    @Override
    public Instant instant() {
        if (Thread.currentThread().getName().startsWith("beats-")) {
            looksOfTheBeats.incrementAndGet();
        }
        return system.instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(Clock.system(zone), ahead);
    }
}
