package dev.lifeline.gateway.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The original pace of events, some times as fast: the first comes at once. */
final class Pace {

    /** Whoever asks for slower is not waited for longer; the token ends first. */
    private static final double LONGEST_MILLIS = Duration.ofDays(1).toMillis();

    private final double speed;
    private final InstantSource clock;
    private @Nullable Instant firstAt;
    private Instant begunAt = Instant.EPOCH;

    Pace(double speed, InstantSource clock) {
        this.speed = speed;
        this.clock = clock;
    }

    /** How long until what happened then is due again; zero or less if it is. */
    Duration until(Instant occurredAt) {
        var now = clock.instant();
        if (firstAt == null) {
            firstAt = occurredAt;
            begunAt = now;
        }
        double later = Duration.between(firstAt, occurredAt).toMillis() / speed;
        var due = begunAt.plusMillis((long) Math.clamp(later, 0, LONGEST_MILLIS));
        return Duration.between(now, due);
    }
}
