package dev.lifeline.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.local.FreePorts;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Topics are created as declared, once, and never changed behind anyone's back. */
class TopicProvisioningIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static BrokerProcess broker;

    @BeforeAll
    static void start() {
        broker = BrokerProcess.start();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void topics_are_created_once_and_a_changed_partition_count_is_refused() throws Exception {
        try (Admin admin = KafkaCluster.connect(broker.bootstrapServers(), Map.of(), PATIENCE)) {
            var provisioning = new TopicProvisioning(admin, Optional.empty());

            // when
            Set<String> created = provisioning.apply(Topics.all(3));

            // then
            assertThat(created).hasSameSizeAs(Topics.all(3)).contains("agent.events");
            assertThat(settings(admin, "agent.events").get("message.timestamp.type").value())
                    .isEqualTo("LogAppendTime");
            assertThat(provisioning.apply(Topics.all(3))).isEmpty();
            assertThatThrownBy(() -> provisioning.apply(Topics.all(4)))
                    .isInstanceOf(CliFailure.class)
                    .hasMessageContaining("has 3 partitions, and 4 are asked for");
        }
    }

    @Test
    void a_cluster_that_does_not_answer_is_named() {
        // given
        String nowhere = "127.0.0.1:" + FreePorts.one();

        // when / then
        assertThatThrownBy(() -> KafkaCluster.connect(nowhere, Map.of(), Duration.ofSeconds(1)))
                .isInstanceOf(CliFailure.class)
                .hasMessageContaining("No Kafka answered at " + nowhere + " within 1 s");
    }

    private static Config settings(Admin admin, String topic) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().values().iterator().next();
    }
}
