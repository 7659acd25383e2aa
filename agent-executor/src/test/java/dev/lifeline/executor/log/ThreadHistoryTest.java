package dev.lifeline.executor.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeline.executor.KafkaForTests;
import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Completed;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.StartRun;
import dev.lifeline.schemas.avro.Usage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run is told of its thread, on a real broker. */
class ThreadHistoryTest {

    private static final UserKey ALICE = new UserKey("default", "alice");
    private static final int PARTITION = 1;
    private static final long NOW = System.currentTimeMillis();

    private final Codec codec = new Codec();
    private BrokerProcess broker;
    private KafkaProducer<byte[], byte[]> producer;
    private ThreadHistory threads;

    @BeforeEach
    void start() {
        broker = BrokerProcess.start();
        KafkaForTests.createTopics(broker.bootstrapServers());
        var config = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
        producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        threads = new ThreadHistory(new KafkaClients(config, codec), codec);
    }

    @AfterEach
    void stop() {
        threads.close();
        producer.close();
        broker.close();
    }

    @Test
    void aThreadIsItsLastTwentyRunsTheOldestFirstAndAVoidAnswerIsNone() {
        writeOwner("frozen", 1);
        for (int i = 1; i < 25; i++) {
            writeCommand(command(i, i == 1 ? null : id(i - 1)));
            writeEnd(i, "frozen", 1, "answer " + i);
        }
        writeOwner("successor", 2);
        writeCommand(command(25, id(24)));
        writeEnd(25, "frozen", 1, "void");

        var thread =
                threads.before(
                        new ThreadHistory.Link(id(26), ALICE, id(25)), PARTITION, () -> true);

        assertThat(thread)
                .extracting(PastRun::answer)
                .startsWith("answer 6", "answer 7")
                .endsWith("answer 24", "")
                .hasSize(20);
        assertThat(thread)
                .extracting(PastRun::input)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(6, 25).mapToObj(i -> "question " + i).toList());

        assertThat(
                        threads.before(
                                new ThreadHistory.Link(id(26), ALICE, id(25)),
                                PARTITION,
                                () -> false))
                .as("a run that has been cancelled does not wait for it")
                .isEmpty();
        broker.kill();
        assertThat(
                        threads.before(
                                new ThreadHistory.Link(id(26), ALICE, id(25)),
                                PARTITION,
                                () -> true))
                .as("Kafka is away")
                .isEmpty();
    }

    private void writeCommand(StartRun command) {
        write(Topics.COMMANDS, ALICE.bytes(), codec.encode(command), new RecordHeaders());
    }

    private void writeOwner(String executorId, long epoch) {
        var owner = new OwnerControl(executorId, epoch, 0, null);
        write(Topics.EVENTS, null, codec.encode(owner), Headers.control(Headers.OWNER));
    }

    private void writeEnd(int run, String executorId, long epoch, String answer) {
        var event =
                AgentEvent.newBuilder()
                        .setId(id(run) + ":2")
                        .setType(EventTypes.AGENT_COMPLETED)
                        .setRunId(id(run))
                        .setSequence(2)
                        .setAttempt(1)
                        .setTenantId(ALICE.tenantId())
                        .setUserId(ALICE.userId())
                        .setThreadId("thread")
                        .setAgent("a")
                        .setExecutorId(executorId)
                        .setOwnerEpoch(epoch)
                        .setOccurredAt(Instant.now().truncatedTo(ChronoUnit.MICROS))
                        .setCompleted(
                                Completed.newBuilder()
                                        .setOutcome("SUCCEEDED")
                                        .setResult(answer)
                                        .setUsage(new Usage(0L, 0L, 0, 0))
                                        .setDurationMs(0)
                                        .build())
                        .build();
        write(Topics.EVENTS, ALICE.bytes(), codec.encode(event), Headers.of(event));
    }

    private void write(String topic, byte @Nullable [] key, byte[] value, RecordHeaders headers) {
        try {
            producer.send(new ProducerRecord<>(topic, PARTITION, null, key, value, headers)).get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static StartRun command(int run, @Nullable String previous) {
        return new StartRun(
                id(run),
                ALICE.tenantId(),
                ALICE.userId(),
                "a",
                "question " + run,
                "thread",
                previous,
                null,
                Instant.now().truncatedTo(ChronoUnit.MICROS),
                null);
    }

    /** A run's id of about now; the numbers tell them apart. */
    private static String id(int run) {
        return "%08x-%04x-7000-8000-%012x".formatted(NOW >>> 16, NOW & 0xFFFF, run);
    }
}
