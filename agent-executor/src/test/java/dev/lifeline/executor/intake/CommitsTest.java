package dev.lifeline.executor.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.executor.KafkaForTests;
import dev.lifeline.executor.log.EventLog;
import dev.lifeline.executor.log.KafkaClients;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commits on a real broker, which goes away, and while others wake the consumer. */
class CommitsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final TopicPartition COMMANDS = new TopicPartition(Topics.COMMANDS, 0);

    private final BrokerProcess broker = BrokerProcess.start();
    private final KafkaClients kafka =
            new KafkaClients(Map.of("bootstrap.servers", broker.bootstrapServers()), new Codec());
    private final KafkaConsumer<byte[], byte[]> consumer =
            kafka.consumer(Map.of("group.id", "commits-test"));
    private final Commits commits = new Commits(consumer);
    private final AssignedPartition partition = new AssignedPartition(0);
    private final Map<TopicPartition, AssignedPartition> partitions = Map.of(COMMANDS, partition);

    @BeforeEach
    void own() throws Exception {
        KafkaForTests.createTopics(broker.bootstrapServers());
        consumer.assign(List.of(COMMANDS));
        try (var log =
                new EventLog(
                        kafka,
                        new Codec(),
                        "executor",
                        Clock.systemUTC(),
                        new EventLog.Timing(
                                Duration.ofSeconds(2),
                                Duration.ofMinutes(5),
                                Duration.ofSeconds(20)),
                        new SimpleMeterRegistry(),
                        error -> {})) {
            partition.own(log.take(0, 0).toCompletableFuture().get(60, TimeUnit.SECONDS));
        }
    }

    @AfterEach
    void stop() {
        consumer.close();
        broker.close();
    }

    @Test
    void a_commit_that_ends_a_turn_of_ownership_is_made_though_others_wake_the_consumer() {
        settle(7);
        consumer.wakeup();

        commits.finish(partitions);

        assertThat(committed()).isEqualTo(8);
    }

    @Test
    void a_commit_that_fails_while_kafka_is_away_is_made_when_it_is_back() {
        settle(3);
        // More than once: the group's coordinator may have to be found first.
        await().atMost(PATIENCE)
                .until(() -> {
                    commits.begin(partitions);
                    return poll() && committed() == 4;
                });
        settle(4);
        broker.kill();

        commits.finish(partitions);
        // The one before has been reported as failed, else this would have nothing to commit.
        commits.begin(partitions);

        broker.restart();
        await().atMost(PATIENCE)
                .until(() -> {
                    commits.begin(partitions);
                    return poll() && committed() == 5;
                });
    }

    private void settle(long offset) {
        partition.read(offset);
        partition.settle(offset);
    }

    private boolean poll() {
        try {
            consumer.poll(Duration.ofMillis(100));
        } catch (WakeupException e) {
            // Meant for the commit.
        }
        return true;
    }

    private long committed() {
        var offset = consumer.committed(Set.of(COMMANDS)).get(COMMANDS);
        return offset == null ? -1 : offset.offset();
    }
}
