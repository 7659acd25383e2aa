package dev.lifeline.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** What is done to topics that are there, and what is refused. */
class TopicPlanTest {

    private static final TopicRequest ANYTHING =
            new TopicRequest(Optional.empty(), Optional.empty(), List.of());
    private static final ClusterTopics EMPTY = new ClusterTopics(3, Map.of());

    /** As Lifeline itself creates them on three brokers. */
    private static final ClusterTopics CORRECT =
            ANYTHING.wantedIn(EMPTY).stream().reduce(EMPTY, TopicPlanTest::with, (a, _) -> a);

    @Test
    void an_empty_cluster_gets_every_topic_three_times_replicated() {
        // when
        var plan = TopicPlan.of(ANYTHING, EMPTY);

        // then
        assertThat(plan.missing()).hasSize(9).hasSameSizeAs(plan.differences());
        assertThat(plan.missing())
                .extracting(Difference.Missing::wanted)
                .allSatisfy(topic -> assertThat(topic.replicas()).isEqualTo(3))
                .allSatisfy(
                        topic -> assertThat(topic.setting("min.insync.replicas")).isEqualTo("2"))
                .filteredOn(topic -> Topics.KEYED_BY_USER.contains(topic.name()))
                .hasSize(4)
                .allSatisfy(topic -> assertThat(topic.partitions()).isEqualTo(48));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 2, 1", "3, 3, 2", "7, 3, 2"})
    void replication_follows_from_the_number_of_brokers(int brokers, int replicas, int inSync) {
        // when
        var wanted = ANYTHING.wantedIn(new ClusterTopics(brokers, Map.of())).getFirst();

        // then
        assertThat(wanted.replicas()).isEqualTo(replicas);
        assertThat(wanted.setting("min.insync.replicas")).isEqualTo("" + inSync);
    }

    @Test
    void more_replicas_than_brokers_cannot_be_asked_for() {
        // given
        var request = new TopicRequest(Optional.empty(), Optional.of(4), List.of());

        // when / then
        assertThatThrownBy(() -> TopicPlan.of(request, EMPTY))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("--replication-factor 3");
    }

    @Test
    void a_correct_cluster_needs_nothing_whatever_else_is_set_on_its_topics() {
        // given
        var cluster = with(CORRECT, set("agent.events", "segment.bytes", "1048576"));

        // when / then
        assertThat(TopicPlan.of(ANYTHING, cluster).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "agent.events, retention.ms, 86400000, 604800000",
        "agent.commands, message.timestamp.type, CreateTime, LogAppendTime",
        "agent.dead-letters, max.message.bytes, 1048588, 2097152",
        "agent.runs, min.insync.replicas, 1, 2",
    })
    void what_costs_no_record_is_set(String topic, String setting, String there, String wanted) {
        // given
        var cluster = with(CORRECT, set(topic, setting, there));

        // when / then
        assertThat(TopicPlan.of(ANYTHING, cluster).differences())
                .containsExactly(new Difference.Change(topic, setting, there, wanted));
    }

    @ParameterizedTest
    @CsvSource({
        "agent.dead-letters, max.message.bytes, 4194304",
        "agent.events, min.insync.replicas, 3",
        "agent.alerts, cleanup.policy, 'delete,compact'",
    })
    void what_is_more_than_enough_or_only_written_otherwise_is_left_alone(
            String topic, String setting, String there) {
        // given
        var cluster = with(CORRECT, set(topic, setting, there));

        // when / then
        assertThat(TopicPlan.of(ANYTHING, cluster).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "agent.runs, delete, compact",
        "agent.runs, '', compact",
        "agent.events, compact, delete",
        "agent.alerts, compact, 'compact,delete'",
        "agent.alerts, delete, 'compact,delete'",
    })
    void another_way_of_deleting_is_refused(String topic, String there, String wanted) {
        // given
        var cluster = with(CORRECT, set(topic, "cleanup.policy", there));

        // when
        var refusal = onlyRefusal(ANYTHING, cluster);

        // then
        assertThat(refusal.topic()).isEqualTo(topic);
        assertThat(refusal.there()).isEqualTo(there);
        assertThat(refusal.wanted()).isEqualTo(wanted);
        assertThat(refusal.reason())
                .contains("deletes records", "--add-config cleanup.policy=[" + wanted + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "agent.runs, 'compact,delete', compact",
        "agent.events, 'compact,delete', delete",
    })
    void one_way_of_deleting_less_is_set(String topic, String there, String wanted) {
        // given
        var cluster = with(CORRECT, set(topic, "cleanup.policy", there));

        // when / then
        assertThat(TopicPlan.of(ANYTHING, cluster).differences())
                .containsExactly(new Difference.Change(topic, "cleanup.policy", there, wanted));
    }

    @ParameterizedTest
    @CsvSource({
        "agent.events, 2592000000, agent.events=30d",
        "agent.events, 604800001, agent.events=PT168H0.001S",
        "agent.events, -1, agent.events=forever",
        "agent.deliveries, 129600000, agent.deliveries=PT36H",
    })
    void a_shorter_retention_is_refused_unless_the_longer_one_is_asked_for(
            String topic, String there, String kept) {
        // given
        var cluster = with(CORRECT, set(topic, "retention.ms", there));

        // when
        var refusal = onlyRefusal(ANYTHING, cluster);

        // then what the reason says to do works
        assertThat(refusal.reason()).contains("--retention " + kept + ".", "retention.ms=[");
        var retention = new TopicRetention.Reader().convert(kept);
        var request = new TopicRequest(Optional.empty(), Optional.empty(), List.of(retention));
        assertThat(TopicPlan.of(request, cluster).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent.events",
                "agent.runs=1d",
                "agent.nothing=1d",
                "agent.events=0s",
                "agent.events=x"
            })
    void a_retention_that_means_nothing_is_not_understood(String text) {
        // given
        var reader = new TopicRetention.Reader();

        // when / then
        assertThatThrownBy(() -> reader.convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void what_is_missing_gets_as_many_partitions_as_the_cluster_has() {
        // given
        var cluster =
                Topics.KEYED_BY_USER.stream()
                        .map(name -> edit(name, topic -> partitions(topic, 12)))
                        .reduce(CORRECT, TopicPlanTest::with, (a, _) -> a);

        // when
        var plan = TopicPlan.of(ANYTHING, without(cluster, "agent.deliveries"));

        // then
        assertThat(plan.differences()).hasSize(1);
        assertThat(plan.missing().getFirst().wanted().partitions()).isEqualTo(12);
    }

    @Test
    void another_partition_count_is_refused() {
        // when
        var plan = TopicPlan.of(TopicRequest.withPartitions(24), CORRECT);

        // then
        assertThat(plan.refusals()).hasSize(4).hasSameSizeAs(plan.differences());
        assertThat(plan.refusals().getFirst().setting()).isEqualTo("partitions");
        assertThat(plan.refusals().getFirst().reason()).contains("--partitions 48");
    }

    @Test
    void topics_keyed_by_user_that_disagree_are_refused_and_named() {
        // given
        var cluster = with(CORRECT, edit("agent.runs", topic -> partitions(topic, 6)));

        // when
        var refusal = onlyRefusal(ANYTHING, cluster);

        // then the log of events decides which one is wrong
        assertThat(refusal.topic()).isEqualTo("agent.runs");
        assertThat(refusal.wanted()).isEqualTo("48");
        assertThat(refusal.reason()).contains("disagree", "agent.events 48", "agent.runs 6");
    }

    @Test
    void more_partitions_of_a_topic_with_one_are_refused() {
        // given
        var cluster = with(CORRECT, edit("agent.schemas", topic -> partitions(topic, 3)));

        // when / then
        assertThat(onlyRefusal(ANYTHING, cluster).reason()).contains("never changes");
    }

    @Test
    void replicas_are_not_moved() {
        // given
        var cluster =
                with(
                        CORRECT,
                        edit(
                                "agent.stats",
                                t -> new TopicShape(t.name(), t.partitions(), 1, t.settings())));

        // when
        var refusal = onlyRefusal(ANYTHING, cluster);

        // then
        assertThat(refusal.setting()).isEqualTo("replicas");
        assertThat(refusal.reason())
                .contains("kafka-reassign-partitions.sh", "--replication-factor 1");
    }

    private static Difference.Refusal onlyRefusal(TopicRequest request, ClusterTopics cluster) {
        var plan = TopicPlan.of(request, cluster);
        assertThat(plan.differences()).hasSize(1).hasSameSizeAs(plan.refusals());
        return plan.refusals().getFirst();
    }

    private static TopicShape set(String topic, String setting, String value) {
        return edit(
                topic,
                shape -> {
                    var settings = new TreeMap<>(shape.settings());
                    settings.put(setting, value);
                    return new TopicShape(topic, shape.partitions(), shape.replicas(), settings);
                });
    }

    private static TopicShape edit(String topic, UnaryOperator<TopicShape> change) {
        return change.apply(CORRECT.topic(topic).orElseThrow());
    }

    private static TopicShape partitions(TopicShape topic, int partitions) {
        return new TopicShape(topic.name(), partitions, topic.replicas(), topic.settings());
    }

    private static ClusterTopics with(ClusterTopics cluster, TopicShape topic) {
        var topics = new TreeMap<>(cluster.topics());
        topics.put(topic.name(), topic);
        return new ClusterTopics(cluster.brokers(), topics);
    }

    private static ClusterTopics without(ClusterTopics cluster, String topic) {
        var topics = new TreeMap<>(cluster.topics());
        topics.remove(topic);
        return new ClusterTopics(cluster.brokers(), topics);
    }
}
