package dev.lifeline.tracing;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Makes OpenTelemetry's own variables for a collector ({@code OTEL_EXPORTER_OTLP_…}) settings of
 * the platform. Where they name no endpoint, the SDK is off: the platform would otherwise export to
 * a collector on this machine, and complain that there is none.
 */
public final class CollectorSettings implements ConfigSourceFactory {

    private static final String STANDARD = "otel.exporter.otlp.";
    private static final String PLATFORM = "quarkus.otel.exporter.otlp.";

    /** Below the environment's and the application's own settings, which can say otherwise. */
    private static final int ORDINAL = 200;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        var settings = new HashMap<String, String>();
        boolean isOff = value(context, STANDARD + "endpoint").isEmpty();
        settings.put("quarkus.otel.sdk.disabled", Boolean.toString(isOff));
        for (var name : List.of("endpoint", "protocol", "headers")) {
            value(context, STANDARD + name).ifPresent(v -> settings.put(PLATFORM + name, v));
        }
        return List.of(new PropertiesConfigSource(settings, "OTEL_EXPORTER_OTLP", ORDINAL));
    }

    /** Set and empty is not set, as OpenTelemetry has it. */
    private static Optional<String> value(ConfigSourceContext context, String name) {
        var found = context.getValue(name);
        return Optional.ofNullable(found == null ? null : found.getValue())
                .filter(value -> !value.isBlank());
    }
}
