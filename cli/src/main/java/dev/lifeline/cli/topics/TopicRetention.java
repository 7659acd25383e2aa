package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.ShortDuration;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.config.TopicConfig;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How long an operator keeps a topic's records, where that is not the time Lifeline chooses.
 *
 * @param millis as in Kafka's {@code retention.ms}: -1 is for ever
 */
record TopicRetention(String topic, long millis) {

    static final long FOREVER = -1;

    TopicRetention {
        if (!topicsWithRetention().contains(topic)) {
            throw new IllegalArgumentException(
                    "'%s' is none of the topics whose records expire: %s"
                            .formatted(topic, String.join(", ", topicsWithRetention())));
        }
        if (millis < FOREVER || millis == 0) {
            throw new IllegalArgumentException("The retention of " + topic + " must be positive");
        }
    }

    /** As a person writes it, and {@link Reader} reads it: {@code 7d}, {@code forever}. */
    static String text(long millis) {
        if (millis == FOREVER) {
            return "forever";
        }
        var retention = Duration.ofMillis(millis);
        return retention.equals(Duration.ofDays(retention.toDays()))
                ? retention.toDays() + "d"
                : retention.toString();
    }

    private static List<String> topicsWithRetention() {
        return Topics.all(Topics.DEFAULT_PARTITIONS).stream()
                .filter(topic -> topic.settings().containsKey(TopicConfig.RETENTION_MS_CONFIG))
                .map(Topics.Topic::name)
                .toList();
    }

    /** Reads {@code agent.events=30d} and {@code agent.events=forever}. */
    static final class Reader implements ITypeConverter<TopicRetention> {
        @Override
        public TopicRetention convert(String value) {
            var parts = value.split("=", 2);
            if (parts.length < 2) {
                throw new TypeConversionException(
                        "'" + value + "' is no retention; write agent.events=30d");
            }
            try {
                return new TopicRetention(parts[0], millis(parts[1]));
            } catch (IllegalArgumentException failure) {
                throw new TypeConversionException(String.valueOf(failure.getMessage()));
            }
        }

        private static long millis(String duration) {
            return duration.equals(text(FOREVER))
                    ? FOREVER
                    : new ShortDuration().convert(duration).toMillis();
        }
    }
}
