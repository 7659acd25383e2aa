package dev.lifeline.cli.topics;

import dev.lifeline.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster has of Lifeline's topics.
 *
 * @param brokers registered in the cluster, also those that are down
 * @param topics by name
 */
record ClusterTopics(int brokers, Map<String, TopicShape> topics) {

    ClusterTopics {
        topics = Map.copyOf(topics);
    }

    Optional<TopicShape> topic(String name) {
        return Optional.ofNullable(topics.get(name));
    }

    /** Those of the topics keyed by user that are there, the log of events first. */
    List<TopicShape> keyedByUser() {
        return Topics.KEYED_BY_USER.stream().flatMap(name -> topic(name).stream()).toList();
    }
}
