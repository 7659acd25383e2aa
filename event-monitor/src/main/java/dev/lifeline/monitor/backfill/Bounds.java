package dev.lifeline.monitor.backfill;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** From where to where each partition is read. */
record Bounds(int partitions, Map<TopicPartition, Range> ranges) {

    /** Offsets, the last exclusive. */
    record Range(long from, long until) {}

    Bounds {
        ranges = Map.copyOf(ranges);
    }

    static Bounds of(Admin admin, List<String> topics, Request request)
            throws InterruptedException, ExecutionException {
        var described = admin.describeTopics(topics).allTopicNames().get().values();
        var all =
                described.stream()
                        .flatMap(topic ->
                                topic.partitions().stream()
                                        .map(p -> new TopicPartition(topic.name(), p.partition())))
                        .toList();
        var ends = offsets(admin, all, OffsetSpec.latest());
        var from = at(admin, all, request.from());
        var until = request.to().isEmpty() ? ends : at(admin, all, request.to().get());
        var ranges = new HashMap<TopicPartition, Range>();
        for (var partition : all) {
            long end = ends.getOrDefault(partition, 0L);
            ranges.put(
                    partition,
                    new Range(
                            known(from.getOrDefault(partition, -1L), end),
                            known(until.getOrDefault(partition, -1L), end)));
        }
        return new Bounds(described.iterator().next().partitions().size(), ranges);
    }

    Range of(TopicPartition partition) {
        return ranges.getOrDefault(partition, new Range(0, 0));
    }

    /** Kafka says -1 where no record is as late as that. */
    private static long known(long offset, long end) {
        return offset < 0 ? end : offset;
    }

    private static Map<TopicPartition, Long> at(
            Admin admin, List<TopicPartition> partitions, Instant time)
            throws InterruptedException, ExecutionException {
        return offsets(admin, partitions, OffsetSpec.forTimestamp(time.toEpochMilli()));
    }

    private static Map<TopicPartition, Long> offsets(
            Admin admin, List<TopicPartition> partitions, OffsetSpec wanted)
            throws InterruptedException, ExecutionException {
        var asked = partitions.stream().collect(Collectors.toMap(Function.identity(), p -> wanted));
        return admin.listOffsets(asked).all().get().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }
}
