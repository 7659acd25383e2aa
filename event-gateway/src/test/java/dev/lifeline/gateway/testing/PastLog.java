package dev.lifeline.gateway.testing;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.StartRun;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a past of one user's partition: records with the times at which they would have come, on
 * topics that take them so.
 */
public final class PastLog implements AutoCloseable {

    private static final String EXECUTOR = "executor-1";
    private static final long EPOCH = 1;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Codec codec = new Codec();
    private final int partition;

    public PastLog(String bootstrapServers, UserKey user) {
        partition = Pen.partition(user);
        producer =
                new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                bootstrapServers,
                                // A partition without a leader yet may take the second batch
                                // first, and then never the first.
                                "max.in.flight.requests.per.connection",
                                1),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    /** A run whose id was made at that time. */
    public static RunScript run(UserKey user, Instant at) {
        var chance = ThreadLocalRandom.current();
        var id =
                new UUID(
                        at.toEpochMilli() << 16 | 0x7000 | chance.nextInt(0x1000),
                        Long.MIN_VALUE | chance.nextLong() >>> 2);
        return new RunScript(user, new RunId(id.toString()), EXECUTOR, EPOCH);
    }

    public void command(RunScript run, Instant at) {
        var user = run.user();
        var command =
                StartRun.newBuilder()
                        .setRunId(run.run().text())
                        .setTenantId(user.tenantId())
                        .setUserId(user.userId())
                        .setAgent("researcher")
                        .setInput("question")
                        .setThreadId(run.run().text())
                        .setAcceptedAt(at.truncatedTo(ChronoUnit.MICROS))
                        .build();
        var headers = Headers.of(command, "gateway-1");
        send(Topics.COMMANDS, at, user.bytes(), codec.encode(command), headers);
    }

    public void event(AgentEvent event, Instant at) {
        var user = new UserKey(event.getTenantId(), event.getUserId());
        send(Topics.EVENTS, at, user.bytes(), codec.encode(event), Headers.of(event));
    }

    public void owner(Instant at) {
        control(Headers.OWNER, at);
    }

    public void beat(Instant at) {
        control(Headers.BEAT, at);
    }

    /** Waits until the broker has it all. */
    public void flush() {
        producer.flush();
    }

    @Override
    public void close() {
        producer.close();
    }

    private void control(String kind, Instant at) {
        var control =
                OwnerControl.newBuilder()
                        .setExecutorId(EXECUTOR)
                        .setOwnerEpoch(EPOCH)
                        .setOpenRuns(0)
                        .build();
        send(Topics.EVENTS, at, null, codec.encode(control), Headers.control(kind));
    }

    private void send(
            String topic,
            Instant at,
            byte @Nullable [] key,
            byte[] value,
            Iterable<Header> headers) {
        var _ =
                producer.send(
                        new ProducerRecord<>(
                                topic, partition, at.toEpochMilli(), key, value, headers));
    }
}
