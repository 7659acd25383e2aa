package dev.lifeline.gateway.log;

import dev.lifeline.schemas.PatientConsumer;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * What one consumer fetches of agent.events, from several partitions at once. A partition that is
 * paused keeps what was fetched ahead, and goes on from there without a seek. Confined to the
 * reader's thread.
 */
final class Fetching {

    /** How long what was fetched ahead is kept for those who have just been served. */
    private static final long LINGER = TimeUnit.SECONDS.toNanos(1);

    private final PatientConsumer<byte[]> consumer;
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Map<Integer, Long> restingSince = new HashMap<>();

    Fetching(PatientConsumer<byte[]> consumer) {
        this.consumer = consumer;
    }

    /** Fetches from that offset on. */
    void go(int partition, long offset) {
        var at = events(partition);
        if (!positions.containsKey(partition)) {
            var all = new HashSet<>(consumer.assignment());
            all.add(at);
            consumer.assign(all);
        }
        var position = positions.put(partition, offset);
        if (position == null || position != offset) {
            consumer.seek(at, offset);
        }
        restingSince.remove(partition);
        consumer.resume(List.of(at));
    }

    /** Fetches no further for now. */
    void rest(int partition) {
        restingSince.put(partition, System.nanoTime());
        consumer.pause(List.of(events(partition)));
    }

    /** Forgets the partitions that have rested for a while, with what was fetched ahead of them. */
    void dropRested() {
        long limit = System.nanoTime() - LINGER;
        dropAll(partition -> restingSince.getOrDefault(partition, limit) - limit < 0);
    }

    /** Forgets such partitions, with what was fetched ahead of them. */
    void dropAll(IntPredicate condition) {
        if (positions.keySet().removeIf(condition::test)) {
            restingSince.keySet().retainAll(positions.keySet());
            consumer.assign(
                    positions.keySet().stream().map(Fetching::events).collect(Collectors.toSet()));
        }
    }

    /** What has come, by partition; of those where something has. */
    Map<Integer, Came> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(timeout);
        var came = new HashMap<Integer, Came>();
        polled.nextOffsets()
                .forEach((at, next) -> {
                    positions.put(at.partition(), next.offset());
                    came.put(at.partition(), new Came(polled.records(at), next.offset()));
                });
        return came;
    }

    /** The partitions that wait until a record's schema is found. */
    Set<Integer> held() {
        return consumer.held().stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }

    /**
     * Records of one partition.
     *
     * @param next the offset behind them, which may lie further than the last of them
     */
    record Came(List<ConsumerRecord<byte[], byte[]>> records, long next) {}

    private static TopicPartition events(int partition) {
        return new TopicPartition(Topics.EVENTS, partition);
    }
}
