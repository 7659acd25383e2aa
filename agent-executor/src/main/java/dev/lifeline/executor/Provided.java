package dev.lifeline.executor;

import dev.lifeline.executor.run.RunTracing;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.JsonRendition;
import dev.lifeline.schemas.avro.AgentDescription;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.registry.SchemaDirectory;
import dev.lifeline.schemas.registry.SchemaSettings;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
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
    static SchemaDirectory schemaDirectory(
            Config config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            Clock clock) {
        return new SchemaDirectory(
                SchemaSettings.from(name -> config.getOptionalValue(name, String.class)),
                kafka,
                List.of(
                        AgentEvent.getClassSchema(),
                        OwnerControl.getClassSchema(),
                        AgentDescription.getClassSchema()),
                clock);
    }

    static void close(@Disposes SchemaDirectory schemas) {
        schemas.close();
    }

    @Produces
    @Singleton
    static Codec codec(SchemaDirectory schemas) {
        return new Codec(schemas);
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
