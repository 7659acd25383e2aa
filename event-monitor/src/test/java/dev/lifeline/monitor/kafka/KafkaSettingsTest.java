package dev.lifeline.monitor.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {

    @Test
    void everySettingReachesTheClientsWhetherFromPropertiesOrTheEnvironment() {
        var config =
                new SmallRyeConfigBuilder()
                        .withSources(
                                new PropertiesConfigSource(
                                        Map.of(
                                                "kafka.bootstrap.servers", "a:1",
                                                "kafka.sasl.mechanism", "PLAIN",
                                                "other", "x"),
                                        "properties",
                                        100))
                        .withSources(
                                new EnvConfigSource(
                                        Map.of(
                                                "KAFKA_BOOTSTRAP_SERVERS", "b:2",
                                                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL"),
                                        300))
                        .build();

        assertThat(new KafkaSettings(config).asMap())
                .isEqualTo(
                        Map.of(
                                "bootstrap.servers", "b:2",
                                "sasl.mechanism", "PLAIN",
                                "security.protocol", "SASL_SSL"));
    }

    @Test
    void withoutSettingsTheLocalBrokerIsMeant() {
        var settings = new KafkaSettings(new SmallRyeConfigBuilder().build());

        assertThat(settings.bootstrapServers()).isEqualTo("localhost:9092");
    }
}
