package dev.lifeline.executor;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.JsonRendition;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The objects from outside that beans are made with. */
final class Provided {

    private Provided() {}

    @Produces
    @Singleton
    static Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    static Codec codec() {
        return new Codec();
    }

    @Produces
    @Singleton
    static JsonRendition jsonRendition() {
        return new JsonRendition();
    }
}
