package dev.lifeline.gateway.log;

import dev.lifeline.schemas.Topics;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks the brokers which log this is, where it begins and where it ends; never blocks. */
public final class LogAdmin implements AutoCloseable {

    private static final List<String> NEEDED =
            Stream.concat(Topics.KEYED_BY_USER.stream(), Stream.of(Topics.CATALOG, Topics.SCHEMAS))
                    .toList();

    private final Admin admin;
    private final ListOffsetsOptions committed =
            new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);

    private final SharedAnswers<Moment> moments =
            new SharedAnswers<>(Moment::lasts, System::nanoTime);

    LogAdmin(Admin admin) {
        this.admin = admin;
    }

    /** The log's identity; fails with the reason where topics are missing or do not fit. */
    CompletableFuture<LogIdentity> identity() {
        return future(admin.listTopics().names())
                .thenCompose(names -> {
                    requireAll(names);
                    return future(admin.describeTopics(NEEDED).allTopicNames());
                })
                .thenApply(LogAdmin::identityOf);
    }

    /** Where the next record of the partition will stand, as read_committed readers see it. */
    public CompletableFuture<Long> end(TopicPartition partition) {
        return offset(partition, OffsetSpec.latest());
    }

    /** The first offset that the partition still has. */
    public CompletableFuture<Long> earliest(TopicPartition partition) {
        return offset(partition, OffsetSpec.earliest());
    }

    /**
     * The first offset written at that time or later; the end where there is none. Who asks for the
     * same time as others shares their question.
     */
    public CompletableFuture<Long> at(TopicPartition partition, Instant time) {
        long millis = Math.max(0, time.toEpochMilli());
        return moments.of(partition, millis, () -> moment(partition, millis))
                .thenApply(Moment::offset);
    }

    /** Drops what it knows of a partition whose log was cut back. */
    void forget(int partition) {
        moments.forget(partition);
    }

    /** The ends of several partitions of agent.events, by partition. */
    CompletableFuture<Map<Integer, Long>> ends(Collection<Integer> partitions) {
        var wanted =
                partitions.stream()
                        .collect(
                                Collectors.toMap(
                                        p -> new TopicPartition(Topics.EVENTS, p),
                                        p -> OffsetSpec.latest()));
        return future(admin.listOffsets(wanted, committed).all())
                .thenApply(ends ->
                        ends.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                e -> e.getKey().partition(),
                                                e -> e.getValue().offset())));
    }

    @Override
    public void close() {
        admin.close();
    }

    private CompletableFuture<Moment> moment(TopicPartition partition, long millis) {
        return offset(partition, OffsetSpec.forTimestamp(millis))
                .thenCompose(found ->
                        found >= 0
                                ? CompletableFuture.completedFuture(new Moment(found, true))
                                : end(partition).thenApply(end -> new Moment(end, false)));
    }

    /**
     * Where a time is in a partition.
     *
     * @param lasts not where it was the end, which moves on
     */
    private record Moment(long offset, boolean lasts) {}

    private CompletableFuture<Long> offset(TopicPartition partition, OffsetSpec spec) {
        var asked = admin.listOffsets(Map.of(partition, spec), committed);
        return future(asked.partitionResult(partition)).thenApply(ListOffsetsResultInfo::offset);
    }

    private static void requireAll(Set<String> names) {
        var missing = new TreeSet<>(NEEDED);
        missing.removeAll(names);
        if (!missing.isEmpty()) {
            throw new LogUnavailableException(
                    "topics are missing: " + String.join(", ", missing) + "; create them first");
        }
    }

    private static LogIdentity identityOf(Map<String, TopicDescription> topics) {
        var events = described(topics, Topics.EVENTS);
        int partitions = events.partitions().size();
        for (var topic : Topics.KEYED_BY_USER) {
            requireAsMany(partitions, described(topics, topic));
        }
        return new LogIdentity(events.topicId(), partitions);
    }

    private static void requireAsMany(int partitions, TopicDescription topic) {
        if (topic.partitions().size() != partitions) {
            throw new LogUnavailableException(
                    "%s has %d partitions and %s has %d; they must agree"
                            .formatted(
                                    Topics.EVENTS,
                                    partitions,
                                    topic.name(),
                                    topic.partitions().size()));
        }
    }

    private static TopicDescription described(Map<String, TopicDescription> all, String topic) {
        var description = all.get(topic);
        if (description == null) {
            throw new LogUnavailableException("the brokers do not describe " + topic);
        }
        return description;
    }

    private static <T> CompletableFuture<T> future(KafkaFuture<T> future) {
        return future.toCompletionStage().toCompletableFuture();
    }
}
