package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.Topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What an operator asks of the topics; what is left open follows from the cluster.
 *
 * @param partitions of the topics keyed by user; if empty, as many as they have, 48 when there are
 *     none
 * @param replicas of each partition; if empty, three, or one per broker where there are fewer
 * @param retentions that differ from Lifeline's own
 */
public record TopicRequest(
        Optional<Integer> partitions, Optional<Integer> replicas, List<TopicRetention> retentions) {

    static final int PRODUCTION_REPLICAS = 3;

    public TopicRequest {
        retentions = List.copyOf(retentions);
        partitions.ifPresent(count -> requirePositive("partitions", count));
        replicas.ifPresent(count -> requirePositive("replicas", count));
    }

    /** With that many partitions in the topics keyed by user, and all else open. */
    public static TopicRequest withPartitions(int partitions) {
        return new TopicRequest(Optional.of(partitions), Optional.empty(), List.of());
    }

    List<TopicShape> wantedIn(ClusterTopics cluster) {
        int partitionCount = partitionsIn(cluster);
        int replicaCount = replicasIn(cluster);
        return Topics.all(partitionCount).stream()
                .map(topic -> wanted(topic, replicaCount))
                .toList();
    }

    /** A count never changes: what is there decides for the topics that are still missing. */
    private int partitionsIn(ClusterTopics cluster) {
        return partitions.orElseGet(() ->
                Topics.KEYED_BY_USER.stream()
                        .flatMap(name -> cluster.topic(name).stream())
                        .map(TopicShape::partitions)
                        .findFirst()
                        .orElse(Topics.DEFAULT_PARTITIONS));
    }

    private int replicasIn(ClusterTopics cluster) {
        int wanted = replicas.orElse(Math.clamp(cluster.brokers(), 1, PRODUCTION_REPLICAS));
        if (wanted > cluster.brokers()) {
            throw new CliFailure(
                    "%d replicas need as many brokers, and the cluster has %d. Ask for --replication-factor %d, or add brokers."
                            .formatted(wanted, cluster.brokers(), cluster.brokers()));
        }
        return wanted;
    }

    private TopicShape wanted(Topic topic, int replicaCount) {
        Map<String, String> settings = new TreeMap<>(topic.settings());
        settings.put(
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                Integer.toString(inSyncReplicas(replicaCount)));
        retentions.stream()
                .filter(retention -> retention.topic().equals(topic.name()))
                .forEach(retention ->
                        settings.put(
                                TopicConfig.RETENTION_MS_CONFIG,
                                Long.toString(retention.millis())));
        return new TopicShape(topic.name(), topic.partitions(), replicaCount, settings);
    }

    /** One broker may be down; what is acknowledged is on two, where three hold it. */
    private static int inSyncReplicas(int replicaCount) {
        return replicaCount >= PRODUCTION_REPLICAS ? 2 : 1;
    }

    private static void requirePositive(String what, int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "At least 1 is needed, not %d %s".formatted(count, what));
        }
    }
}
