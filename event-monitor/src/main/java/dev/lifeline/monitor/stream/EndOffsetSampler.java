package dev.lifeline.monitor.stream;

import dev.lifeline.schemas.Topics;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Asks the broker where the partitions of {@code agent.events} begin and end. */
@Singleton
final class EndOffsetSampler implements EndOffsets {

    private final Map<Integer, Sample> samples = new ConcurrentHashMap<>();
    private final Clock clock;

    EndOffsetSampler(Clock clock) {
        this.clock = clock;
    }

    @Override
    public @Nullable Sample latest(int partition) {
        return samples.get(partition);
    }

    /** Takes a sample of each of the first partitions; those that fail keep their last. */
    void sample(Admin admin, int partitions, Duration patience)
            throws InterruptedException, ExecutionException, TimeoutException {
        var takenAt = clock.instant();
        var firsts = offsets(admin, OffsetSpec.earliest(), partitions, patience);
        var ends = offsets(admin, OffsetSpec.latest(), partitions, patience);
        ends.forEach((at, end) -> {
            var first = firsts.get(at);
            if (first != null) {
                samples.put(at.partition(), new Sample(first.offset(), end.offset(), takenAt));
            }
        });
    }

    /** Nothing is known any more: another broker, or other topics. */
    void clear() {
        samples.clear();
    }

    private static Map<TopicPartition, ListOffsetsResultInfo> offsets(
            Admin admin, OffsetSpec which, int partitions, Duration patience)
            throws InterruptedException, ExecutionException, TimeoutException {
        var wanted = new HashMap<TopicPartition, OffsetSpec>();
        for (int p = 0; p < partitions; p++) {
            wanted.put(new TopicPartition(Topics.EVENTS, p), which);
        }
        return admin.listOffsets(wanted).all().get(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
