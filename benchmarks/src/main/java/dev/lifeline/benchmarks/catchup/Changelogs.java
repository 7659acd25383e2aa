package dev.lifeline.benchmarks.catchup;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The topics from which the monitor's stores are restored. */
record Changelogs(Map<String, Object> kafka, String application) {

    private static final String SUFFIX = "-changelog";

    /** Offsets in all of them, of which a transaction's marker takes one as a record does. */
    long records() throws InterruptedException, ExecutionException {
        try (var admin = Admin.create(kafka)) {
            var topics =
                    admin.listTopics().names().get().stream()
                            .filter(name -> name.startsWith(application) && name.endsWith(SUFFIX))
                            .toList();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (var topic : admin.describeTopics(topics).allTopicNames().get().values()) {
                topic.partitions()
                        .forEach(partition ->
                                ends.put(
                                        new TopicPartition(topic.name(), partition.partition()),
                                        OffsetSpec.latest()));
            }
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        }
    }
}
