package dev.lifeline.cli;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.local.FreePorts;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code topics plan} and {@code topics apply} on a real broker. */
class TopicsIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static BrokerProcess broker;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Admin admin;

    @BeforeAll
    static void start() {
        broker = BrokerProcess.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stop() {
        admin.close();
        broker.close();
    }

    @BeforeEach
    void empty() throws Exception {
        admin.deleteTopics(names()).all().get();
        await().atMost(LIMIT).until(() -> names().isEmpty());
    }

    @Test
    void an_empty_cluster_gets_what_the_plan_shows_and_then_there_is_nothing_to_do()
            throws Exception {
        // when
        var plan = topics("plan");

        // then
        assertThat(plan.exitCode()).isEqualTo(2);
        assertThat(plan.out().lines())
                .hasSize(10)
                .contains("plan: 9 to create, 0 to change, 0 refused")
                .anyMatch(line -> line.matches("\\+ agent.events +missing -> partitions 48, .*"));
        assertThat(plan.err()).contains("in production ask for --replication-factor 3");
        assertThat(names()).isEmpty();

        // when
        var apply = topics("apply");

        // then
        assertThat(apply.exitCode()).isZero();
        assertThat(apply.out()).isEqualTo(plan.out() + "done" + System.lineSeparator());
        assertThat(names()).hasSize(9);
        assertThat(partitions("agent.events")).isEqualTo(48);
        assertThat(settings("agent.events"))
                .containsEntry("message.timestamp.type", "LogAppendTime")
                .containsEntry("retention.ms", "604800000")
                .containsEntry("min.insync.replicas", "1");
        assertNothingToDo();
    }

    @Test
    void settings_are_aligned_and_those_of_the_operator_left_alone() throws Exception {
        // given one topic wrong in each way that can be set right
        create("agent.events", Map.of("retention.ms", "1000", "segment.bytes", "1048576"));
        create("agent.commands", Map.of("message.timestamp.type", "CreateTime"));
        create("agent.catalog", Map.of("cleanup.policy", "compact,delete"));
        create("agent.dead-letters", Map.of("max.message.bytes", "1000"));

        // when
        var plan = topics("plan");

        // then
        assertThat(plan.exitCode()).isEqualTo(2);
        assertThat(plan.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "~ agent.events retention.ms 1000 (PT1S) -> 604800000 (7d): will be set",
                        "~ agent.commands message.timestamp.type CreateTime -> LogAppendTime: will be set",
                        "~ agent.catalog cleanup.policy compact,delete -> compact: will be set",
                        "~ agent.dead-letters max.message.bytes 1000 -> 2097152: will be set",
                        "plan: 5 to create, 4 to change, 0 refused");

        // when
        assertThat(topics("apply").exitCode()).isZero();

        // then
        assertThat(settings("agent.events"))
                .containsEntry("retention.ms", "604800000")
                .containsEntry("segment.bytes", "1048576");
        assertNothingToDo();
    }

    @Test
    void nothing_is_done_while_anything_is_refused() throws Exception {
        // given
        create("agent.runs", Map.of("cleanup.policy", "delete"));
        create("agent.stats", Map.of("retention.ms", "-1"));
        create("agent.events", Map.of("retention.ms", "1000"));

        // when
        var plan = topics("plan");
        var apply = topics("apply");

        // then
        assertThat(plan.exitCode()).isEqualTo(2);
        assertThat(plan.out().lines().map(line -> line.replaceAll(" +", " ")))
                .contains(
                        "! agent.runs cleanup.policy delete -> compact: refused",
                        "! agent.stats retention.ms -1 (forever) -> 2592000000 (30d): refused",
                        "plan: 6 to create, 1 to change, 2 refused");
        assertThat(apply).isEqualTo(new Invocation(1, plan.out(), plan.err()));
        assertThat(apply.err())
                .contains(
                        "Nothing is done while anything is refused.",
                        "agent.runs: cleanup.policy delete -> compact. ",
                        "agent.stats: retention.ms -1 (forever) -> 2592000000 (30d). ",
                        "--retention agent.stats=forever");
        assertThat(names()).containsExactlyInAnyOrder("agent.runs", "agent.stats", "agent.events");
        assertThat(settings("agent.events")).containsEntry("retention.ms", "1000");
    }

    @Test
    void the_partition_count_is_the_clusters_own_and_never_changes() throws Exception {
        // given
        assertThat(topics("apply", "--partitions", "3").exitCode()).isZero();
        admin.deleteTopics(List.of("agent.deliveries")).all().get();
        await().atMost(LIMIT).until(() -> !names().contains("agent.deliveries"));

        // when
        var other = topics("apply", "--partitions", "4");

        // then
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("partitions 3 -> 4. ", "--partitions 3,");
        assertThat(names()).doesNotContain("agent.deliveries");

        // when the count is left to the cluster
        assertThat(topics("apply").exitCode()).isZero();

        // then
        assertThat(partitions("agent.deliveries")).isEqualTo(3);
        assertNothingToDo();
    }

    @Test
    void a_retention_of_the_operators_own_is_created_and_kept() throws Exception {
        // given
        String[] retention = {"--partitions", "3", "--retention", "agent.events=30d"};

        // when
        assertThat(topics("apply", retention).exitCode()).isZero();

        // then
        assertThat(settings("agent.events")).containsEntry("retention.ms", "2592000000");
        assertThat(topics("plan", retention).exitCode()).isZero();
        assertThat(topics("plan").err()).contains("--retention agent.events=30d");
    }

    @Test
    void what_the_cluster_itself_refuses_leaves_nothing_half_done() throws Exception {
        // given a topic that could be changed, and more partitions than Kafka creates at once
        create("agent.stats", Map.of("retention.ms", "1000"));

        // when
        var apply = topics("apply", "--partitions", "20000");

        // then
        assertThat(apply.exitCode()).isEqualTo(1);
        assertThat(apply.err()).contains("Kafka could not create agent.");
        assertThat(names()).containsExactly("agent.stats");
        assertThat(settings("agent.stats")).containsEntry("retention.ms", "1000");
    }

    @Test
    void more_replicas_than_brokers_are_not_to_be_had() {
        // when
        var plan = topics("plan", "--replication-factor", "3");

        // then
        assertThat(plan.exitCode()).isEqualTo(1);
        assertThat(plan.err()).contains("the cluster has 1.", "--replication-factor 1");
    }

    @Test
    void a_cluster_that_does_not_answer_is_named() {
        // given
        String nowhere = "127.0.0.1:" + FreePorts.one();

        // when
        var plan = Invocation.of("topics", "plan", "--bootstrap-server", nowhere, "--wait", "1s");

        // then
        assertThat(plan.exitCode()).isEqualTo(1);
        assertThat(plan.err()).contains("No Kafka answered at " + nowhere + " within 1 s");
    }

    private static void assertNothingToDo() {
        for (var command : List.of("plan", "apply")) {
            assertThat(topics(command))
                    .isEqualTo(new Invocation(0, "nothing to do" + System.lineSeparator(), ""));
        }
    }

    private static Invocation topics(String command, String... options) {
        var cluster = List.of("--bootstrap-server", broker.bootstrapServers(), "--wait", "60s");
        return Invocation.of(
                Stream.of(List.of("topics", command), cluster, List.of(options))
                        .flatMap(List::stream)
                        .toArray(String[]::new));
    }

    /** As declared, but for the differences. */
    private static void create(String name, Map<String, String> differences) throws Exception {
        var declared =
                Topics.all(3).stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
        var settings = new TreeMap<>(declared.settings());
        settings.putAll(differences);
        var topic =
                new NewTopic(name, Optional.of(declared.partitions()), Optional.empty())
                        .configs(settings);
        admin.createTopics(List.of(topic)).all().get();
        await().atMost(LIMIT).until(() -> names().contains(name));
    }

    private static List<String> names() throws Exception {
        return new ArrayList<>(admin.listTopics().names().get());
    }

    private static int partitions(String topic) throws Exception {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next()
                .partitions()
                .size();
    }

    private static Map<String, String> settings(String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var config =
                admin.describeConfigs(List.of(resource)).all().get().values().iterator().next();
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(toMap(ConfigEntry::name, ConfigEntry::value));
    }
}
