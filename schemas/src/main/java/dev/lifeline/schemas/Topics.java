package dev.lifeline.schemas;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every topic Lifeline uses, with the settings its promises rest on. */
public final class Topics {

    public static final String COMMANDS = "agent.commands";
    public static final String EVENTS = "agent.events";
    public static final String RUNS = "agent.runs";
    public static final String ALERTS = "agent.alerts";
    public static final String STATS = "agent.stats";
    public static final String DELIVERIES = "agent.deliveries";
    public static final String CATALOG = "agent.catalog";
    public static final String SCHEMAS = "agent.schemas";
    public static final String DEAD_LETTERS = "agent.dead-letters";

    /**
     * The topics in which a user has a partition, the same in all; hence they have equally many.
     */
    public static final List<String> KEYED_BY_USER = List.of(EVENTS, COMMANDS, RUNS, DELIVERIES);

    /**
     * Partitions of the topics keyed by user, in production; it never changes in a topic's life.
     */
    public static final int DEFAULT_PARTITIONS = 48;

    /** Partitions of the topics keyed by user in the local stack. */
    public static final int LOCAL_PARTITIONS = 12;

    /** The largest record that {@link #DEAD_LETTERS} takes; a producer to it must allow as much. */
    public static final int MAX_DEAD_LETTER_BYTES = 2 * 1024 * 1024;

    private static final String DELETE = "delete";
    private static final String COMPACT = "compact";

    private Topics() {}

    /**
     * All topics.
     *
     * @param partitions of the topics keyed by user, which must agree
     */
    public static List<Topic> all(int partitions) {
        return List.of(
                new Topic(COMMANDS, partitions, logAppendTime(kept(DELETE, Duration.ofDays(7)))),
                new Topic(EVENTS, partitions, logAppendTime(kept(DELETE, Duration.ofDays(7)))),
                new Topic(RUNS, partitions, Map.of(CLEANUP_POLICY_CONFIG, COMPACT)),
                new Topic(DELIVERIES, partitions, kept(DELETE, Duration.ofDays(1))),
                new Topic(ALERTS, 1, kept(COMPACT + "," + DELETE, Duration.ofDays(30))),
                new Topic(STATS, 1, kept(DELETE, Duration.ofDays(30))),
                new Topic(CATALOG, 1, Map.of(CLEANUP_POLICY_CONFIG, COMPACT)),
                new Topic(SCHEMAS, 1, Map.of(CLEANUP_POLICY_CONFIG, COMPACT)),
                new Topic(DEAD_LETTERS, 1, roomy(kept(DELETE, Duration.ofDays(30)))));
    }

    private static Map<String, String> kept(String cleanup, Duration retention) {
        return Map.of(
                CLEANUP_POLICY_CONFIG,
                cleanup,
                RETENTION_MS_CONFIG,
                Long.toString(retention.toMillis()));
    }

    /** A dead letter is the largest record of another topic, and its headers besides. */
    private static Map<String, String> roomy(Map<String, String> settings) {
        var all = new TreeMap<>(settings);
        all.put(MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_DEAD_LETTER_BYTES));
        return all;
    }

    private static Map<String, String> logAppendTime(Map<String, String> settings) {
        var all = new TreeMap<>(settings);
        all.put(MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        return all;
    }

    /**
     * A topic as it must be.
     *
     * @param settings topic configuration by Kafka's names; what is absent is the broker's default
     */
    public record Topic(String name, int partitions, Map<String, String> settings) {
        public Topic {
            settings = Map.copyOf(settings);
        }
    }
}
