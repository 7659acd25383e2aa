package dev.lifeline.monitor;

import dev.lifeline.monitor.kafka.KafkaSettings;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.JsonRendition;
import dev.lifeline.schemas.avro.AgentStats;
import dev.lifeline.schemas.avro.Alert;
import dev.lifeline.schemas.avro.RunStatus;
import dev.lifeline.schemas.registry.SchemaDirectory;
import dev.lifeline.schemas.registry.SchemaSettings;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.eclipse.microprofile.config.Config;

/** What every feature is given: the time, and the contract's renditions. */
final class Sources {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    SchemaDirectory schemaDirectory(Config config, KafkaSettings kafka, Clock clock) {
        return new SchemaDirectory(
                SchemaSettings.from(name -> config.getOptionalValue(name, String.class)),
                kafka.asMap(),
                List.of(
                        RunStatus.getClassSchema(),
                        Alert.getClassSchema(),
                        AgentStats.getClassSchema()),
                clock);
    }

    void close(@Disposes SchemaDirectory schemas) {
        schemas.close();
    }

    @Produces
    @Singleton
    Codec codec(SchemaDirectory schemas) {
        return new Codec(schemas);
    }

    @Produces
    @Singleton
    JsonRendition jsonRendition() {
        return new JsonRendition();
    }
}
