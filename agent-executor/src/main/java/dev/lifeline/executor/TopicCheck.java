package dev.lifeline.executor;

import static java.util.Objects.requireNonNull;

import dev.lifeline.executor.log.KafkaClients;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Looks whether the topics an executor needs are there and fit each other. */
final class TopicCheck {

    private static final List<String> NEEDED =
            List.of(
                    Topics.COMMANDS,
                    Topics.EVENTS,
                    Topics.CATALOG,
                    Topics.SCHEMAS,
                    Topics.DEAD_LETTERS);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaClients kafka;

    TopicCheck(KafkaClients kafka) {
        this.kafka = kafka;
    }

    /** What is wrong, in words for an operator; empty when nothing is. */
    String problem() throws InterruptedException {
        try (var admin = kafka.admin()) {
            return problem(admin);
        } catch (TimeoutException e) {
            return "Kafka cannot be reached";
        } catch (ExecutionException | KafkaException e) {
            return "Kafka cannot be asked for its topics: " + e.getMessage();
        }
    }

    private static String problem(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        var missing = new TreeSet<>(NEEDED);
        missing.removeAll(admin.listTopics().names().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        if (!missing.isEmpty()) {
            return "topics are missing: %s; create them with './lifeline topics apply'"
                    .formatted(String.join(", ", missing));
        }
        var described =
                admin.describeTopics(List.of(Topics.COMMANDS, Topics.EVENTS))
                        .allTopicNames()
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        int commands = requireNonNull(described.get(Topics.COMMANDS)).partitions().size();
        int events = requireNonNull(described.get(Topics.EVENTS)).partitions().size();
        return commands == events
                ? ""
                : "%s has %d partitions and %s has %d; they must agree"
                        .formatted(Topics.COMMANDS, commands, Topics.EVENTS, events);
    }
}
