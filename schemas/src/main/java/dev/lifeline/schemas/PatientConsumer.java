package dev.lifeline.schemas;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A consumer that hands a record over only when it can be told what it is. A record whose schema is
 * still being looked for holds its partition back, as if it had not arrived yet; the other
 * partitions go on. So a schema registry's outage costs time, and nothing else.
 */
public final class PatientConsumer<K> extends KafkaConsumer<K, byte[]> {

    /** How soon a schema that has been found lets its partition go on. */
    private static final Duration HELD_POLL = Duration.ofMillis(50);

    private final Codec codec;
    private final Map<TopicPartition, byte[]> held = new ConcurrentHashMap<>();
    private final Set<TopicPartition> pausedByCaller = new HashSet<>();

    /**
     * @param settings by Kafka's names
     */
    public PatientConsumer(Map<String, Object> settings, Deserializer<K> keys, Codec codec) {
        super(settings, keys, new ByteArrayDeserializer());
        this.codec = codec;
    }

    /** The partitions held back now; may be called from any thread. */
    public Set<TopicPartition> held() {
        return Set.copyOf(held.keySet());
    }

    @Override
    public ConsumerRecords<K, byte[]> poll(Duration timeout) {
        List.copyOf(held.keySet()).forEach(this::releaseIfTold);
        boolean soon = !held.isEmpty() && HELD_POLL.compareTo(timeout) < 0;
        return hold(super.poll(soon ? HELD_POLL : timeout));
    }

    @Override
    public void pause(Collection<TopicPartition> partitions) {
        super.pause(partitions);
        pausedByCaller.addAll(partitions);
    }

    @Override
    public void resume(Collection<TopicPartition> partitions) {
        pausedByCaller.removeAll(partitions);
        super.resume(partitions.stream().filter(p -> !held.containsKey(p)).toList());
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        super.seek(partition, offset);
        release(partition);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        super.seek(partition, offset);
        release(partition);
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        super.seekToBeginning(partitions);
        List.copyOf(held.keySet()).forEach(this::release);
    }

    private ConsumerRecords<K, byte[]> hold(ConsumerRecords<K, byte[]> polled) {
        var records = new HashMap<TopicPartition, List<ConsumerRecord<K, byte[]>>>();
        var next = new HashMap<>(polled.nextOffsets());
        boolean all = true;
        for (var partition : polled.partitions()) {
            var arrived = polled.records(partition);
            int told = countTold(arrived);
            if (told < arrived.size()) {
                all = false;
                next.put(partition, hold(partition, arrived.get(told)));
            }
            if (told > 0) {
                records.put(partition, arrived.subList(0, told));
            }
        }
        return all ? polled : new ConsumerRecords<>(records, next);
    }

    /**
     * How many come before the first that has to wait; the schemas of all are asked for at once.
     */
    private int countTold(List<ConsumerRecord<K, byte[]>> records) {
        int told = records.size();
        for (int i = records.size() - 1; i >= 0; i--) {
            if (!codec.canTell(records.get(i).value())) {
                told = i;
            }
        }
        return told;
    }

    private OffsetAndMetadata hold(TopicPartition partition, ConsumerRecord<K, byte[]> first) {
        super.seek(partition, first.offset());
        super.pause(List.of(partition));
        pausedByCaller.remove(partition);
        held.put(partition, first.value());
        return new OffsetAndMetadata(first.offset(), first.leaderEpoch(), "");
    }

    private void releaseIfTold(TopicPartition partition) {
        var value = held.get(partition);
        if (value != null && (codec.canTell(value) || !assignment().contains(partition))) {
            release(partition);
        }
    }

    private void release(TopicPartition partition) {
        if (held.remove(partition) != null
                && assignment().contains(partition)
                && !pausedByCaller.contains(partition)) {
            super.resume(List.of(partition));
        }
    }
}
