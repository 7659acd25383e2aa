package dev.lifeline.e2e.kafka;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The event log from its beginning, as far as it has been asked to read on, with the ownership rule
 * applied: what counts is kept by run, what is void apart. Not thread-safe.
 */
public final class EventTail implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final Codec codec = new Codec();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions =
            IntStream.range(0, Topics.LOCAL_PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(Topics.EVENTS, partition))
                    .toList();
    private final Map<Integer, OwnershipRule> rules = new HashMap<>();
    private final Map<Integer, String> owners = new HashMap<>();
    private final Map<String, List<Logged>> runs = new HashMap<>();
    private final List<Logged> voids = new ArrayList<>();
    private int records;

    public EventTail(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        consumer =
                new KafkaConsumer<>(
                        settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** An event, and when the broker took it. */
    public record Logged(AgentEvent event, Instant at) {

        public boolean is(String type) {
            return event.getType().equals(type);
        }
    }

    /** Reads to where the log ends now. */
    public EventTail readOn() {
        var ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(POLL).forEach(this::add);
        }
        return this;
    }

    /** How many records it has read, of whatever kind. */
    public int records() {
        return records;
    }

    /** All runs that have an event that counts. */
    public Set<String> runs() {
        return Set.copyOf(runs.keySet());
    }

    /** The events of a run that count, in the order of the log. */
    public List<Logged> run(String runId) {
        return List.copyOf(runs.getOrDefault(runId, List.of()));
    }

    /** How many events of these runs count. */
    public int size(List<String> runIds) {
        return runIds.stream().mapToInt(id -> runs.getOrDefault(id, List.of()).size()).sum();
    }

    /** How many of these runs have ended. */
    public int ended(List<String> runIds) {
        return (int)
                runIds.stream()
                        .map(id -> runs.getOrDefault(id, List.of()))
                        .filter(run -> !run.isEmpty() && run.getLast().is("agent_completed"))
                        .count();
    }

    /** How many events that count this executor has written. */
    public long eventsBy(String executorId) {
        return runs.values().stream()
                .flatMap(List::stream)
                .filter(logged -> logged.event().getExecutorId().equals(executorId))
                .count();
    }

    /** The events that are void, for every reader. */
    public List<Logged> voids() {
        return List.copyOf(voids);
    }

    /** The partitions that an executor has taken and no other since. */
    public Set<Integer> ownedBy(String executorId) {
        return owners.entrySet().stream()
                .filter(owner -> owner.getValue().equals(executorId))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Lets go of all events so far, though not of who owns what. */
    public void forget() {
        runs.clear();
        voids.clear();
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        records++;
        var rule = rules.computeIfAbsent(record.partition(), _ -> new OwnershipRule());
        try {
            var kind = Headers.text(record.headers(), Headers.CONTROL);
            if (kind == null) {
                add(codec.decode(record.value(), AgentEvent.class), record, rule);
            } else if (kind.equals(Headers.OWNER)) {
                own(codec.decode(record.value(), OwnerControl.class), record, rule);
            }
        } catch (UndecodableException e) {
            throw new AssertionError(e);
        }
    }

    private void add(AgentEvent event, ConsumerRecord<byte[], byte[]> record, OwnershipRule rule) {
        var logged = new Logged(event, Instant.ofEpochMilli(record.timestamp()));
        if (rule.admits(event.getOwnerEpoch(), event.getExecutorId())) {
            runs.computeIfAbsent(event.getRunId(), _ -> new ArrayList<>()).add(logged);
        } else {
            voids.add(logged);
        }
    }

    private void own(
            OwnerControl control, ConsumerRecord<byte[], byte[]> record, OwnershipRule rule) {
        if (rule.takes(control.getOwnerEpoch(), control.getExecutorId())) {
            owners.put(record.partition(), control.getExecutorId());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
