package dev.lifeline.cli.topics;

import java.util.Map;

/**
 * A topic as a cluster has it, or as it is wanted.
 *
 * @param replicas of each partition; of the one that has the fewest, where they differ
 * @param settings by Kafka's names: all that the cluster applies, or those that are wanted
 */
record TopicShape(String name, int partitions, int replicas, Map<String, String> settings) {

    TopicShape {
        settings = Map.copyOf(settings);
    }

    String setting(String setting) {
        String value = settings.get(setting);
        if (value == null) {
            throw new IllegalArgumentException(
                    "The cluster says nothing about %s of %s: is it older than Lifeline supports?"
                            .formatted(setting, name));
        }
        return value;
    }
}
