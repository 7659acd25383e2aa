package dev.lifeline.benchmarks.runs;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Orders runs as a gateway does, each for a user of its own, at a steady rate. */
final class Orders implements AutoCloseable {

    private static final int TENANTS = 50;
    private static final String DEADLINE = "PT10M";
    private static final String GATEWAY = "bench";

    private final Codec codec = new Codec();
    private final Clock clock = Clock.systemUTC();
    private final int partitions;
    private final KafkaProducer<byte[], byte[]> producer;
    private int ordered;

    Orders(Map<String, Object> kafka, int partitions) {
        this.partitions = partitions;
        producer = new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(int runs, Duration time) {
        long begin = System.nanoTime();
        for (int i = 0; i < runs; i++) {
            long due = begin + time.toNanos() * i / runs;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            var _ = producer.send(order(ordered++));
        }
        producer.flush();
    }

    private ProducerRecord<byte[], byte[]> order(int number) {
        var user = new UserKey("tenant-" + number % TENANTS, "user-" + number);
        String runId = runId(number);
        var command =
                new StartRun(
                        runId,
                        user.tenantId(),
                        user.userId(),
                        Load.AGENT,
                        Load.INPUT,
                        runId,
                        null,
                        DEADLINE,
                        clock.instant(),
                        null);
        return new ProducerRecord<>(
                Topics.COMMANDS,
                user.partition(partitions),
                null,
                user.bytes(),
                codec.encode(command),
                Headers.of(command, GATEWAY));
    }

    /** A UUIDv7 of now, and of that number in place of the random bits. */
    private String runId(int number) {
        return new UUID(clock.millis() << 16 | 0x7000, Long.MIN_VALUE | number).toString();
    }

    @Override
    public void close() {
        producer.close();
    }
}
