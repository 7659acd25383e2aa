package dev.lifeline.e2e.kafka;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes to the log as a gateway and an executor do; it owns all partitions of a log. */
public final class EventPen implements AutoCloseable {

    private final Codec codec = new Codec();
    private final KafkaProducer<byte[], byte[]> producer;

    /** Takes all partitions of a log that nobody has owned yet. */
    public EventPen(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        for (int partition = 0; partition < Topics.LOCAL_PARTITIONS; partition++) {
            await(producer.send(owner(partition)));
        }
    }

    /** An event in the log. */
    public record Written(AgentEvent event, long offset) {}

    /** Writes the command that asks for the run. */
    public void order(ScriptedRun run) {
        var command = run.command();
        await(
                producer.send(
                        new ProducerRecord<>(
                                Topics.COMMANDS,
                                partition(run.user()),
                                null,
                                run.user().bytes(),
                                codec.encode(command),
                                Headers.of(command, "gateway-pen"))));
    }

    /** Writes events in this order; returns when all are in the log. */
    public List<Written> write(List<AgentEvent> events) {
        record Sent(AgentEvent event, Future<RecordMetadata> metadata) {}
        var sent = events.stream().map(e -> new Sent(e, producer.send(record(e)))).toList();
        return sent.stream()
                .map(s -> new Written(s.event(), await(s.metadata()).offset()))
                .toList();
    }

    /** The partition of that user in all topics. */
    public static int partition(UserKey user) {
        return user.partition(Topics.LOCAL_PARTITIONS);
    }

    private ProducerRecord<byte[], byte[]> record(AgentEvent event) {
        var user = new UserKey(event.getTenantId(), event.getUserId());
        return new ProducerRecord<>(
                Topics.EVENTS,
                partition(user),
                null,
                user.bytes(),
                codec.encode(event),
                Headers.of(event));
    }

    private ProducerRecord<byte[], byte[]> owner(int partition) {
        var control =
                OwnerControl.newBuilder()
                        .setExecutorId(ScriptedRun.EXECUTOR)
                        .setOwnerEpoch(ScriptedRun.EPOCH)
                        .setOpenRuns(0)
                        .build();
        return new ProducerRecord<>(
                Topics.EVENTS,
                partition,
                null,
                null,
                codec.encode(control),
                Headers.control(Headers.OWNER));
    }

    private static <T> T await(Future<T> result) {
        try {
            return result.get();
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
}
