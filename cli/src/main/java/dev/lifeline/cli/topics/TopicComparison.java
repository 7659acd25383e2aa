package dev.lifeline.cli.topics;

import dev.lifeline.schemas.Topics;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compares the topics of a cluster with wanted ones. */
record TopicComparison(ClusterTopics cluster) {

    Stream<Difference> differences(TopicShape wanted) {
        return cluster.topic(wanted.name())
                .map(there -> differences(there, wanted))
                .orElseGet(() -> Stream.of(new Difference.Missing(wanted)));
    }

    private Stream<Difference> differences(TopicShape there, TopicShape wanted) {
        return Stream.concat(
                Stream.of(partitions(there, wanted), replicas(there, wanted))
                        .flatMap(Optional::stream),
                settings(there, wanted));
    }

    private static Stream<Difference> settings(TopicShape there, TopicShape wanted) {
        return new TreeMap<>(wanted.settings())
                .entrySet().stream()
                        .map(setting ->
                                new SettingComparison(
                                        wanted.name(),
                                        setting.getKey(),
                                        there.setting(setting.getKey()),
                                        setting.getValue()))
                        .flatMap(comparison -> comparison.difference().stream());
    }

    private static Optional<Difference> replicas(TopicShape there, TopicShape wanted) {
        return refusal(
                wanted.name(),
                "replicas",
                there.replicas(),
                wanted.replicas(),
                """
                Moving replicas copies whole partitions between brokers: do it at a time of your choice, \
                with kafka-reassign-partitions.sh. To take them as they are: --replication-factor %d\
                """
                        .formatted(there.replicas()));
    }

    private Optional<Difference> partitions(TopicShape there, TopicShape wanted) {
        return refusal(
                wanted.name(),
                "partitions",
                there.partitions(),
                wanted.partitions(),
                Topics.KEYED_BY_USER.contains(wanted.name())
                        ? userPartitions()
                        : "A partition count never changes: delete the topic, with all that it holds, and apply again.");
    }

    /** Where a user's records are follows from the count. */
    private String userPartitions() {
        String rule =
                "A user's partition follows from the count: it is the same in %s, and never changes. "
                        .formatted(String.join(", ", Topics.KEYED_BY_USER));
        var counts = cluster.keyedByUser().stream().map(TopicShape::partitions).distinct().toList();
        if (counts.size() > 1) {
            return rule
                    + "Here they disagree (%s): delete those that may be lost, with all that they hold, and apply again."
                            .formatted(keyedByUser());
        }
        return rule
                + "Ask for what is there, --partitions %d, or begin anew with empty topics (the local stack: ./lifeline up --fresh)."
                        .formatted(counts.getFirst());
    }

    private String keyedByUser() {
        return cluster.keyedByUser().stream()
                .map(topic -> topic.name() + " " + topic.partitions())
                .collect(Collectors.joining(", "));
    }

    private static Optional<Difference> refusal(
            String topic, String what, int there, int wanted, String reason) {
        return there == wanted
                ? Optional.empty()
                : Optional.of(
                        new Difference.Refusal(
                                topic, what, "" + there, Integer.toString(wanted), reason));
    }
}
