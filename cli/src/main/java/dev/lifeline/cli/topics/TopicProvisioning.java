package dev.lifeline.cli.topics;

import dev.lifeline.cli.terminal.CliFailure;
import dev.lifeline.schemas.Topics.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes sure that a cluster has the topics Lifeline needs, and changes none that it has. */
public final class TopicProvisioning {

    private final Admin admin;
    private final Optional<Short> replicationFactor;

    /**
     * @param replicationFactor of the topics it creates; the cluster's default if empty
     */
    public TopicProvisioning(Admin admin, Optional<Short> replicationFactor) {
        this.admin = admin;
        this.replicationFactor = replicationFactor;
    }

    /**
     * Creates the wanted topics that are missing.
     *
     * @return the names of those it created
     * @throws CliFailure if a topic has another partition count than wanted; nothing is created
     *     then
     */
    public Set<String> apply(List<Topic> wanted) throws InterruptedException {
        Map<String, TopicDescription> present = describe(wanted);
        wanted.stream()
                .filter(topic -> present.containsKey(topic.name()))
                .forEach(topic -> requirePartitions(topic, present));
        var created = new TreeSet<String>();
        for (Topic topic : wanted) {
            if (!present.containsKey(topic.name()) && create(topic)) {
                created.add(topic.name());
            }
        }
        return created;
    }

    private Map<String, TopicDescription> describe(List<Topic> wanted) throws InterruptedException {
        try {
            Set<String> all = admin.listTopics().names().get();
            List<String> present = wanted.stream().map(Topic::name).filter(all::contains).toList();
            return admin.describeTopics(present).allTopicNames().get();
        } catch (ExecutionException failure) {
            throw failed("look at the topics", failure);
        }
    }

    private static void requirePartitions(Topic topic, Map<String, TopicDescription> present) {
        var description = present.get(topic.name());
        if (description == null || description.partitions().size() == topic.partitions()) {
            return;
        }
        int actual = description.partitions().size();
        throw new CliFailure(
                """
                The topic %s has %d partitions, and %d are asked for. The count never changes in a \
                topic's life, because a user's partition follows from it. Ask for %d, or begin anew \
                with empty topics (the local stack: ./lifeline up --fresh).\
                """
                        .formatted(topic.name(), actual, topic.partitions(), actual));
    }

    /** False if somebody else created it in the meantime. */
    private boolean create(Topic topic) throws InterruptedException {
        var request =
                new NewTopic(topic.name(), Optional.of(topic.partitions()), replicationFactor)
                        .configs(topic.settings());
        try {
            admin.createTopics(List.of(request)).all().get();
            return true;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw failed("create " + topic.name(), failure);
        }
    }

    private static CliFailure failed(String what, ExecutionException failure) {
        var cause = failure.getCause() == null ? failure : failure.getCause();
        return new CliFailure("Kafka could not " + what + ": " + cause.getMessage(), failure);
    }
}
