package dev.lifeline.e2e.kafka;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Orders runs by commands in the log, as a gateway does. */
public final class Orders implements AutoCloseable {

    private static final String TENANT = "default";
    private static final String DEADLINE = "PT10M";

    private final Codec codec = new Codec();
    private final KafkaProducer<byte[], byte[]> producer;

    public Orders(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A command for a new run. */
    public static StartRun newRun(String user, String agent, String input) {
        var runId = newRunId();
        return new StartRun(
                runId, TENANT, user, agent, input, runId, null, DEADLINE, Instant.now(), null);
    }

    /** Writes a command; returns when it is in the log. */
    public void send(StartRun command) {
        var user = new UserKey(command.getTenantId(), command.getUserId());
        var record =
                new ProducerRecord<>(
                        Topics.COMMANDS,
                        user.partition(Topics.LOCAL_PARTITIONS),
                        user.bytes(),
                        codec.encode(command));
        try {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }

    static String newRunId() {
        var random = ThreadLocalRandom.current();
        return new UUID(
                        (Instant.now().toEpochMilli() << 16) | 0x7000 | random.nextInt(0x1000),
                        Long.MIN_VALUE | (random.nextLong() >>> 2))
                .toString();
    }
}
