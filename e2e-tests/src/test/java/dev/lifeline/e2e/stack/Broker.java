package dev.lifeline.e2e.stack;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.testcontainers.kafka.KafkaContainer;

/** A Kafka of the tests' own, with all topics in it. */
public record Broker(String bootstrapServers, Runnable stop) implements AutoCloseable {

    /** A child process, from Maven's jars. */
    public static Broker process() {
        return on(BrokerProcess.start());
    }

    /** A child process of somebody's who may stop it and start it again meanwhile. */
    public static Broker on(BrokerProcess process) {
        return provisioned(new Broker(process.bootstrapServers(), process::close));
    }

    /** The official image, run by Testcontainers. */
    @SuppressWarnings("resource") // stopped when the broker is closed
    static Broker container() {
        var container = new KafkaContainer("apache/kafka:4.2.1");
        container.start();
        return provisioned(new Broker(container.getBootstrapServers(), container::stop));
    }

    private static Broker provisioned(Broker broker) {
        try {
            createTopics(broker.bootstrapServers());
            return broker;
        } catch (RuntimeException failure) {
            broker.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        stop.run();
    }

    private static void createTopics(String bootstrapServers) {
        List<NewTopic> topics =
                Topics.all(Topics.LOCAL_PARTITIONS).stream()
                        .map(t ->
                                new NewTopic(t.name(), t.partitions(), (short) 1)
                                        .configs(t.settings()))
                        .toList();
        try (var admin =
                Admin.create(
                        Map.<String, Object>of(
                                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
