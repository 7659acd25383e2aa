package dev.lifeline.executor;

import static org.awaitility.Awaitility.await;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends commands and reads what happens, as a gateway would. */
final class LogProbe implements AutoCloseable {

    private final Codec codec = new Codec();
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    private String lastRunId = "";

    LogProbe(String bootstrapServers, int partitions) {
        this.partitions = partitions;
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrapServers);
        producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        var all =
                Stream.of(Topics.EVENTS, Topics.DEAD_LETTERS, Topics.CATALOG)
                        .flatMap(topic -> consumer.partitionsFor(topic).stream())
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    /** Orders a run and returns its id. */
    String start(UserKey user, String agent, String input, @Nullable String deadline) {
        send(user, startCommand(user, agent, input, deadline));
        return lastRunId;
    }

    byte[] startCommand(UserKey user, String agent, String input, @Nullable String deadline) {
        lastRunId = newRunId();
        return codec.encode(
                new StartRun(
                        lastRunId,
                        user.tenantId(),
                        user.userId(),
                        agent,
                        input,
                        lastRunId,
                        null,
                        deadline,
                        Instant.now(),
                        null));
    }

    String lastRunId() {
        return lastRunId;
    }

    void send(UserKey user, byte[] command) {
        var _ =
                producer.send(
                        new ProducerRecord<>(
                                Topics.COMMANDS,
                                user.partition(partitions),
                                user.bytes(),
                                command));
    }

    /** The run's events so far, in the order of the log. */
    List<AgentEvent> events(String runId) {
        read();
        return records.stream()
                .filter(record -> record.topic().equals(Topics.EVENTS))
                .filter(record -> Headers.text(record.headers(), Headers.CONTROL) == null)
                .filter(record -> runId.equals(Headers.text(record.headers(), Headers.SUBJECT)))
                .map(this::decode)
                .toList();
    }

    List<AgentEvent> awaitEnd(String runId, Duration patience) {
        await().atMost(patience)
                .until(() ->
                        events(runId).stream()
                                .anyMatch(e -> e.getType().equals("agent_completed")));
        return events(runId);
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return records(Topics.DEAD_LETTERS);
    }

    /** The topic's records so far. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        read();
        return records.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    private void read() {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
    }

    private AgentEvent decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return codec.decode(record.value(), AgentEvent.class);
        } catch (UndecodableException e) {
            throw new AssertionError(e);
        }
    }

    private static String newRunId() {
        var random = ThreadLocalRandom.current();
        long time = Instant.now().toEpochMilli();
        return new UUID(
                        (time << 16) | 0x7000 | random.nextInt(0x1000),
                        Long.MIN_VALUE | (random.nextLong() >>> 2))
                .toString();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
