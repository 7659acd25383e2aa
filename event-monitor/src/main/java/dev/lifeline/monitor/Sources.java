package dev.lifeline.monitor;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.JsonRendition;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** What every feature is given: the time, and the contract's renditions. */
final class Sources {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Codec codec() {
        return new Codec();
    }

    @Produces
    @Singleton
    JsonRendition jsonRendition() {
        return new JsonRendition();
    }
}
