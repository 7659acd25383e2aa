package dev.lifeline.cli.topics;

import static java.util.stream.Collectors.toMap;

import dev.lifeline.schemas.Topics;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Reads what a cluster has of Lifeline's topics. */
final class ClusterReader {

    private static final List<String> NAMES =
            Topics.all(Topics.DEFAULT_PARTITIONS).stream().map(Topics.Topic::name).toList();

    private final Admin admin;

    ClusterReader(Admin admin) {
        this.admin = admin;
    }

    ClusterTopics read() throws InterruptedException {
        Map<String, TopicDescription> present = descriptions();
        Map<String, Map<String, String>> settings = settings(present.keySet());
        var shapes = new HashMap<String, TopicShape>();
        present.forEach((name, topic) ->
                shapes.put(name, shape(topic, settings.getOrDefault(name, Map.of()))));
        return new ClusterTopics(brokers(), shapes);
    }

    /** Those that are down count as well: a restart must not look like a smaller cluster. */
    private int brokers() throws InterruptedException {
        var registered = new DescribeClusterOptions().includeFencedBrokers(true);
        return Answers.await(admin.describeCluster(registered).nodes(), "say what brokers it has")
                .size();
    }

    private Map<String, TopicDescription> descriptions() throws InterruptedException {
        var present = new HashMap<String, TopicDescription>();
        for (var topic : admin.describeTopics(NAMES).topicNameValues().entrySet()) {
            Answers.awaitUnless(
                            UnknownTopicOrPartitionException.class,
                            topic.getValue(),
                            "describe " + topic.getKey())
                    .ifPresent(description -> present.put(topic.getKey(), description));
        }
        return present;
    }

    private Map<String, Map<String, String>> settings(Collection<String> topics)
            throws InterruptedException {
        var resources =
                topics.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList();
        return Answers.await(
                        admin.describeConfigs(resources).all(),
                        "say the settings of " + String.join(", ", topics))
                .entrySet()
                .stream()
                .collect(toMap(entry -> entry.getKey().name(), entry -> values(entry.getValue())));
    }

    private static Map<String, String> values(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(toMap(ConfigEntry::name, ConfigEntry::value));
    }

    private static TopicShape shape(TopicDescription topic, Map<String, String> settings) {
        int replicas =
                topic.partitions().stream()
                        .mapToInt(partition -> partition.replicas().size())
                        .min()
                        .orElse(0);
        return new TopicShape(topic.name(), topic.partitions().size(), replicas, settings);
    }
}
