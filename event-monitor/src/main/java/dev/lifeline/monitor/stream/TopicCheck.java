package dev.lifeline.monitor.stream;

import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Sees whether the topics that the monitor reads and writes are there and fit together. */
final class TopicCheck {

    private static final List<String> NEEDED =
            List.of(
                    Topics.EVENTS,
                    Topics.COMMANDS,
                    Topics.RUNS,
                    Topics.ALERTS,
                    Topics.STATS,
                    Topics.SCHEMAS,
                    Topics.DEAD_LETTERS);
    private static final List<String> BY_USER = List.of(Topics.COMMANDS, Topics.RUNS);

    private TopicCheck() {}

    /** What the check found. */
    sealed interface Finding {

        /** All is there; that many partitions are keyed by user. */
        record Fit(int partitions) implements Finding {}

        /** The monitor cannot work with these topics, for that reason. */
        record Unfit(String reason) implements Finding {}
    }

    static Finding look(Admin admin, Duration patience)
            throws InterruptedException, ExecutionException, TimeoutException {
        var found = new TreeMap<String, Integer>();
        for (var topic : admin.describeTopics(NEEDED).topicNameValues().entrySet()) {
            try {
                var description = topic.getValue().get(patience.toMillis(), TimeUnit.MILLISECONDS);
                found.put(topic.getKey(), description.partitions().size());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        return judge(found);
    }

    private static Finding judge(Map<String, Integer> found) {
        var missing = NEEDED.stream().filter(topic -> !found.containsKey(topic)).toList();
        if (!missing.isEmpty()) {
            return new Finding.Unfit(
                    "waiting for the topics %s: create them with 'lifeline topics apply'"
                            .formatted(String.join(", ", missing)));
        }
        int partitions = found.getOrDefault(Topics.EVENTS, 0);
        for (var topic : BY_USER) {
            if (found.getOrDefault(topic, 0) != partitions) {
                return new Finding.Unfit(
                        "%s has %d partitions and %s has %d: they must agree"
                                .formatted(Topics.EVENTS, partitions, topic, found.get(topic)));
            }
        }
        return new Finding.Fit(partitions);
    }
}
