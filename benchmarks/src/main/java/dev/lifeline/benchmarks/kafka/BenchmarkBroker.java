package dev.lifeline.benchmarks.kafka;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Topics;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A real broker as a child process, with all of Lifeline's topics. */
public final class BenchmarkBroker implements AutoCloseable {

    /**
     * With Kafka's own sizes, connections over the loopback interface stood still for 200 ms now
     * and then, whichever side was measured.
     */
    private static final String CHOSEN_BY_THE_SYSTEM = "-1";

    private final BrokerProcess process;
    private final int partitions;

    private BenchmarkBroker(BrokerProcess process, int partitions) {
        this.process = process;
        this.partitions = partitions;
    }

    /**
     * Starts one.
     *
     * @param partitions of the topics keyed by user
     */
    public static BenchmarkBroker start(int partitions)
            throws ExecutionException, InterruptedException {
        var broker = new BenchmarkBroker(BrokerProcess.start(socketBuffers()), partitions);
        try {
            broker.create(
                    Topics.all(partitions).stream()
                            .map(topic -> newTopic(topic.name(), topic))
                            .toList());
            return broker;
        } catch (ExecutionException | InterruptedException | RuntimeException failure) {
            broker.close();
            throw failure;
        }
    }

    /** Creates another topic with the partitions and settings of one of Lifeline's. */
    public void createTopicLike(String original, String name)
            throws ExecutionException, InterruptedException {
        create(
                Topics.all(partitions).stream()
                        .filter(topic -> topic.name().equals(original))
                        .map(topic -> newTopic(name, topic))
                        .toList());
    }

    private void create(Collection<NewTopic> topics)
            throws ExecutionException, InterruptedException {
        try (var admin = Admin.create(clientSettings())) {
            admin.createTopics(topics).all().get();
        }
    }

    private static NewTopic newTopic(String name, Topics.Topic like) {
        return new NewTopic(name, like.partitions(), (short) 1).configs(like.settings());
    }

    private static Map<String, String> socketBuffers() {
        return Map.of(
                "socket.send.buffer.bytes",
                CHOSEN_BY_THE_SYSTEM,
                "socket.receive.buffer.bytes",
                CHOSEN_BY_THE_SYSTEM);
    }

    /** What every client is given. */
    public Map<String, Object> clientSettings() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "send.buffer.bytes",
                CHOSEN_BY_THE_SYSTEM,
                "receive.buffer.bytes",
                CHOSEN_BY_THE_SYSTEM);
    }

    public String bootstrapServers() {
        return process.bootstrapServers();
    }

    @Override
    public void close() {
        process.close();
    }
}
