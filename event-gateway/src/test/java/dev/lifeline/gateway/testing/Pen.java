package dev.lifeline.gateway.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentDescription;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.RunStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes to the topics as an executor would, and as one that has lost its partition would. */
public final class Pen implements AutoCloseable {

    public static final int PARTITIONS = 4;

    private static final AtomicLong EPOCHS = new AtomicLong(System.currentTimeMillis());

    private final KafkaProducer<byte[], byte[]> producer;
    private final Codec codec = new Codec();

    public Pen(String bootstrapServers) {
        producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
                        new ByteArraySerializer(),
                        new ByteArraySerializer());
    }

    public static void createTopics(String bootstrapServers) {
        createTopics(bootstrapServers, Map.of());
    }

    /** Topics on which records have the times that their writers give them. */
    public static void createTopicsThatBelieveTimes(String bootstrapServers) {
        var given = Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
        createTopics(bootstrapServers, given);
    }

    private static void createTopics(String bootstrapServers, Map<String, String> otherwise) {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            var topics =
                    Topics.all(PARTITIONS).stream()
                            .map(t ->
                                    new NewTopic(t.name(), t.partitions(), (short) 1)
                                            .configs(with(otherwise, t.settings())))
                            .toList();
            admin.createTopics(topics).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> with(
            Map<String, String> otherwise, Map<String, String> settings) {
        var all = new HashMap<>(settings);
        all.putAll(otherwise);
        return all;
    }

    public void agent(String name) {
        var description =
                AgentDescription.newBuilder()
                        .setName(name)
                        .setDescription("Does what " + name + "s do")
                        .setTools(List.of())
                        .setDefaultDeadline("PT2M")
                        .build();
        send(new ProducerRecord<>(Topics.CATALOG, name.getBytes(UTF_8), codec.encode(description)));
    }

    /** Has an executor take the user's partition, with an epoch above all before. */
    public Owner takeOver(UserKey user, String executor) {
        var owner = new Owner(executor, EPOCHS.incrementAndGet());
        owner(user, owner.epoch(), executor);
        return owner;
    }

    /** Who writes. */
    public record Owner(String executor, long epoch) {

        public RunScript run(UserKey user) {
            return RunScript.of(user, executor, epoch);
        }
    }

    public void owner(UserKey user, long epoch, String executor) {
        control(Headers.OWNER, user, epoch, executor);
    }

    public void beat(UserKey user, long epoch, String executor) {
        control(Headers.BEAT, user, epoch, executor);
    }

    /** Writes an event, and returns its offset once the broker has it. */
    public long event(AgentEvent event) {
        var user = new UserKey(event.getTenantId(), event.getUserId());
        return send(record(user, event));
    }

    /** Writes events as fast as they go, and returns once the broker has them all. */
    public void events(List<AgentEvent> events) {
        events.forEach(event -> {
            var _ =
                    producer.send(
                            record(new UserKey(event.getTenantId(), event.getUserId()), event));
        });
        producer.flush();
    }

    /** Writes a value that holds no event under the user's key. */
    public void nonsense(UserKey user, RunId run) {
        var record =
                new ProducerRecord<>(
                        Topics.EVENTS, partition(user), user.bytes(), "nonsense".getBytes(UTF_8));
        record.headers().add(Headers.SUBJECT, run.text().getBytes(UTF_8));
        send(record);
    }

    /** Writes an event under a key that is not its user's. */
    public void misfiled(UserKey key, AgentEvent event) {
        send(record(key, event));
    }

    /** Writes a row of the run table, as the monitor would. */
    public void row(RunStatus row) {
        send(row(row.getRunId(), row.getPartition(), codec.encode(row)));
    }

    /** Takes a row out of the run table again. */
    public void noRow(UserKey user, RunId run) {
        send(row(run.text(), partition(user), null));
    }

    /** Writes what is no row into the run table. */
    public void nonsenseRow(UserKey user, String key) {
        send(row(key, partition(user), "nonsense".getBytes(UTF_8)));
    }

    private static ProducerRecord<byte[], byte[]> row(
            String runId, int partition, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.RUNS, partition, runId.getBytes(UTF_8), value);
    }

    @Override
    public void close() {
        producer.close();
    }

    public static int partition(UserKey user) {
        return user.partition(PARTITIONS);
    }

    private void control(String kind, UserKey user, long epoch, String executor) {
        var control =
                OwnerControl.newBuilder()
                        .setExecutorId(executor)
                        .setOwnerEpoch(epoch)
                        .setOpenRuns(0)
                        .build();
        send(
                new ProducerRecord<>(
                        Topics.EVENTS,
                        partition(user),
                        null,
                        null,
                        codec.encode(control),
                        Headers.control(kind)));
    }

    private ProducerRecord<byte[], byte[]> record(UserKey user, AgentEvent event) {
        return new ProducerRecord<>(
                Topics.EVENTS,
                partition(user),
                null,
                user.bytes(),
                codec.encode(event),
                Headers.of(event));
    }

    private long send(ProducerRecord<byte[], byte[]> record) {
        try {
            return producer.send(record).get().offset();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
