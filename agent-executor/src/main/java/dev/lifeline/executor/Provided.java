package dev.lifeline.executor;

import dev.lifeline.executor.run.RunTracing;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.JsonRendition;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

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

    /**
     * Without a collector the SDK is disabled; it would still invent span ids, which nobody could
     * look up.
     */
    @Produces
    @Singleton
    static RunTracing runTracing(
            OpenTelemetry telemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean disabled) {
        return new RunTracing(disabled ? OpenTelemetry.noop() : telemetry);
    }
}
