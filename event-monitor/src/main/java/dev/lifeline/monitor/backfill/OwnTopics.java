package dev.lifeline.monitor.backfill;

import dev.lifeline.schemas.Topics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics that a backfill writes to, made for it and for nothing else. */
record OwnTopics(Admin admin, Request request) {

    /** What a monitor writes that the past can tell again. */
    private static final List<String> ORIGINALS = List.of(Topics.RUNS, Topics.ALERTS);

    /** Creates them like the topics whose names they take up; none may be there. */
    void create() throws InterruptedException, ExecutionException {
        var originals = admin.describeTopics(ORIGINALS).allTopicNames().get();
        var topics = originals.values().stream().map(this::like).toList();
        try {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                throw new BackfillException(
                        "%s Give this backfill a name of its own, or delete what an earlier one has written."
                                .formatted(e.getCause().getMessage()),
                        e);
            }
            throw e;
        }
    }

    private NewTopic like(TopicDescription original) {
        int partitions = original.partitions().size();
        int replicas = original.partitions().getFirst().replicas().size();
        var settings =
                Topics.all(partitions).stream()
                        .filter(topic -> topic.name().equals(original.name()))
                        .findFirst()
                        .orElseThrow()
                        .settings();
        return new NewTopic(
                        request.topic(original.name()),
                        Optional.of(partitions),
                        Optional.of((short) replicas))
                .configs(settings);
    }
}
