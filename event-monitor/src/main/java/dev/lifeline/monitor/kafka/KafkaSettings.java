package dev.lifeline.monitor.kafka;

import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.eclipse.microprofile.config.Config;

/** Every {@code kafka.*} setting, given to every client: from properties or the environment. */
@Singleton
public final class KafkaSettings {

    private static final String PREFIX = "kafka.";
    private static final String DEFAULT_BROKER = "localhost:9092";

    private final Map<String, Object> settings;

    /**
     * @param config of the whole service
     */
    public KafkaSettings(Config config) {
        var all = new HashMap<String, Object>();
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BROKER);
        for (var name : config.getPropertyNames()) {
            // KAFKA_SASL_MECHANISM is how the environment spells kafka.sasl.mechanism.
            var dotted = name.toLowerCase(Locale.ROOT).replace('_', '.');
            if (dotted.startsWith(PREFIX)) {
                config.getOptionalValue(dotted, String.class)
                        .ifPresent(value -> all.put(dotted.substring(PREFIX.length()), value));
            }
        }
        settings = Map.copyOf(all);
    }

    /** The settings by Kafka's names. */
    public Map<String, Object> asMap() {
        return settings;
    }

    public String bootstrapServers() {
        return String.valueOf(settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }
}
