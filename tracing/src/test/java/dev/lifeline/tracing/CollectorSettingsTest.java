package dev.lifeline.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectorSettingsTest {

    private static final String OFF = "quarkus.otel.sdk.disabled";

    @Test
    void withoutAnEndpointTheSdkIsOff() {
        assertThat(given(Map.of()).getValue(OFF, Boolean.class)).isTrue();
        assertThat(
                        given(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", ""))
                                .getOptionalValue(OFF, Boolean.class))
                .contains(true);
    }

    @Test
    void withAnEndpointItIsOnAndTheStandardVariablesHold() {
        var config =
                given(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318",
                                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                                "OTEL_EXPORTER_OTLP_HEADERS", "key=value"));

        assertThat(config.getValue(OFF, Boolean.class)).isFalse();
        assertThat(value(config, "endpoint")).isEqualTo("http://collector:4318");
        assertThat(value(config, "protocol")).isEqualTo("http/protobuf");
        assertThat(value(config, "headers")).isEqualTo("key=value");
    }

    @Test
    void whatTheEnvironmentSaysToThePlatformItselfHolds() {
        var config =
                given(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317",
                                "QUARKUS_OTEL_SDK_DISABLED", "true"));

        assertThat(config.getValue(OFF, Boolean.class)).isTrue();
    }

    private static String value(SmallRyeConfig config, String name) {
        return config.getValue("quarkus.otel.exporter.otlp." + name, String.class);
    }

    private static SmallRyeConfig given(Map<String, String> environment) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredSources()
                .withSources(new EnvConfigSource(environment, 300))
                .build();
    }
}
