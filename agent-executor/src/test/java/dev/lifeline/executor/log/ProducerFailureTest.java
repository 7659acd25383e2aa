package dev.lifeline.executor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.executor.KafkaForTests;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Thinking;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Failures of the producer, provoked on a real broker: a record that the topic does not take, and
 * the right to write taken away, without which a producer does not even get its id, an error that
 * Kafka calls fatal.
 */
class ProducerFailureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_MESSAGE_BYTES = 10_000;
    private static final String LOGIN =
            "org.apache.kafka.common.security.plain.PlainLoginModule required";

    private static BrokerProcess broker;
    private static Admin admin;

    @BeforeAll
    static void startBroker() throws Exception {
        broker =
                BrokerProcess.start(
                        Map.of(
                                "listener.security.protocol.map",
                                "CLIENT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                                "sasl.enabled.mechanisms",
                                "PLAIN",
                                "sasl.mechanism.inter.broker.protocol",
                                "PLAIN",
                                "listener.name.client.plain.sasl.jaas.config",
                                LOGIN
                                        + " username=admin password=right user_admin=right"
                                        + " user_executor=right user_reader=right;",
                                "authorizer.class.name",
                                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                                "super.users",
                                "User:admin;User:ANONYMOUS"));
        admin = Admin.create(settings("admin"));
        KafkaForTests.createTopics(admin);
        limitRecords();
        allow("executor", AclOperation.READ);
        allow("executor", AclOperation.WRITE);
        allow("reader", AclOperation.READ);
    }

    @AfterAll
    static void stopBroker() {
        admin.close();
        broker.close();
    }

    @Test
    void whatIsBehindARefusedRecordStaysOutOfTheLog() throws Exception {
        try (var log = log("executor", new CompletableFuture<>())) {
            var owned = take(log, 2);
            var confirmations = new ArrayList<CompletableFuture<Long>>();
            append(log, owned, "", confirmations).get(60, TimeUnit.SECONDS);

            // As a run's tools would that are called in parallel: without waiting.
            var _ = append(log, owned, "x".repeat(2 * MAX_MESSAGE_BYTES), confirmations);
            for (int i = 0; i < 100; i++) {
                var _ = append(log, owned, "", confirmations);
            }

            await().atMost(PATIENCE).until(owned::isLost);
            var successor = take(log, 2);
            assertThat(append(log, successor, "", new ArrayList<>()).get(60, TimeUnit.SECONDS))
                    .isPositive();
            assertThat(sequences(owned)).containsExactly(1L);
            assertThat(confirmations.subList(1, confirmations.size()))
                    .allSatisfy(confirmation ->
                            assertThat(confirmation.exceptionNow())
                                    .isInstanceOf(OwnershipLostException.class));
        }
    }

    @Test
    void aPartitionIsTakenAnewAfterAFatalError() throws Exception {
        var fatal = new CompletableFuture<Exception>();
        try (var log = log("executor", fatal)) {
            var first = take(log, 0);
            append(log, first, "", new ArrayList<>()).get(60, TimeUnit.SECONDS);

            deny("executor", AclOperation.WRITE);
            await().atMost(PATIENCE).until(first::isLost);
            var claim = log.take(0, 0).toCompletableFuture();
            allow("executor", AclOperation.WRITE);

            var second = claim.get(60, TimeUnit.SECONDS).owned();
            assertThat(second.epoch()).isGreaterThan(first.epoch());
            assertThat(append(log, second, "", new ArrayList<>()).get(60, TimeUnit.SECONDS))
                    .isPositive();
            assertThat(fatal).isNotDone();
        }
    }

    @Test
    void anErrorThatComesBackAgainAndAgainIsReportedWithItsReason() throws Exception {
        var fatal = new CompletableFuture<Exception>();
        try (var log = log("reader", fatal)) {
            var _ = log.take(1, 0);

            assertThat(fatal.get(60, TimeUnit.SECONDS))
                    .hasStackTraceContaining(ClusterAuthorizationException.class.getName());
        }
    }

    private static OwnedPartition take(EventLog log, int partition) throws Exception {
        return log.take(partition, 0).toCompletableFuture().get(60, TimeUnit.SECONDS).owned();
    }

    private static CompletableFuture<Long> append(
            EventLog log,
            OwnedPartition owned,
            String text,
            List<CompletableFuture<Long>> confirmations) {
        int number = confirmations.size() + 1;
        var confirmation =
                log.writer()
                        .append(
                                owned,
                                AgentEvent.newBuilder()
                                        .setId("run:" + number)
                                        .setType("agent_thinking")
                                        .setRunId("run")
                                        .setSequence(number)
                                        .setAttempt(1)
                                        .setTenantId("default")
                                        .setUserId("alice")
                                        .setThreadId("run")
                                        .setAgent("a")
                                        .setExecutorId("executor")
                                        .setOwnerEpoch(owned.epoch())
                                        .setOccurredAt(Instant.now())
                                        .setThinking(new Thinking(1, text))
                                        .build());
        confirmations.add(confirmation);
        return confirmation;
    }

    /** What the log holds of an owner, in its order. */
    private static List<Long> sequences(OwnedPartition owned) throws Exception {
        var codec = new Codec();
        var partition = new TopicPartition(Topics.EVENTS, owned.partition());
        var sequences = new ArrayList<Long>();
        try (var reader = new KafkaClients(settings("admin"), codec).reader()) {
            reader.assign(List.of(partition));
            reader.seekToBeginning(List.of(partition));
            long end = reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (reader.position(partition) < end) {
                for (var record : reader.poll(Duration.ofMillis(100))) {
                    if (record.key() != null) {
                        var event = codec.decode(record.value(), AgentEvent.class);
                        if (event.getOwnerEpoch() == owned.epoch()) {
                            sequences.add(event.getSequence());
                        }
                    }
                }
            }
        }
        return sequences;
    }

    private static EventLog log(String user, CompletableFuture<Exception> fatal) {
        return new EventLog(
                new KafkaClients(settings(user), new Codec()),
                new Codec(),
                user,
                Clock.systemUTC(),
                new EventLog.Timing(
                        Duration.ofMillis(500), Duration.ofMinutes(5), Duration.ofSeconds(20)),
                new SimpleMeterRegistry(),
                fatal::complete);
    }

    private static Map<String, Object> settings(String user) {
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "PLAIN",
                "sasl.jaas.config",
                LOGIN + " username=%s password=right;".formatted(user));
    }

    private static void limitRecords() throws Exception {
        var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.EVENTS);
        var limit =
                new ConfigEntry(
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_MESSAGE_BYTES));
        admin.incrementalAlterConfigs(
                        Map.of(topic, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private static void allow(String user, AclOperation operation) throws Exception {
        admin.createAcls(List.of(right(user, operation))).all().get();
    }

    private static void deny(String user, AclOperation operation) throws Exception {
        admin.deleteAcls(List.of(right(user, operation).toFilter())).all().get();
    }

    private static AclBinding right(String user, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, "agent.", PatternType.PREFIXED),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }
}
