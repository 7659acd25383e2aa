package dev.lifeline.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.SchemaRef.RegistryId;
import dev.lifeline.schemas.WriterSchemas.Finding;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** What a consumer does with records whose schema is not known yet, on a real broker. */
class PatientConsumerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> ORDER = List.of("0:a", "0:late", "0:b");
    private static final Duration POLL = Duration.ofMillis(200);
    private static final SchemaRef KNOWN = new RegistryId(1);
    private static final SchemaRef LATE = new RegistryId(2);
    private static BrokerProcess broker;

    private final Map<SchemaRef, Finding> findings = new HashMap<>();
    private final List<String> arrived = new ArrayList<>();
    private TopicPartition first;
    private TopicPartition second;
    private PatientConsumer<byte[]> consumer;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void writeTwoPartitions(TestInfo test) throws Exception {
        var topic = test.getTestMethod().orElseThrow().getName();
        first = new TopicPartition(topic, 0);
        second = new TopicPartition(topic, 1);
        findings.put(KNOWN, new Finding.Known(AgentEvent.getClassSchema()));
        findings.put(LATE, new Finding.Pending("the registry is away"));
        write();
        consumer =
                new PatientConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                broker.bootstrapServers(),
                                "auto.offset.reset",
                                "earliest"),
                        new ByteArrayDeserializer(),
                        new Codec(schemas()));
        consumer.assign(List.of(first, second));
    }

    @AfterEach
    void closeConsumer() {
        consumer.close();
    }

    @Test
    void holdsBackOnlyThePartitionOfARecordThatCannotBeToldYet() {
        readUntil("0:a", "1:a", "1:b", "1:c");

        assertThat(consumer.held()).containsExactly(first);
        assertThat(consumer.position(first)).isEqualTo(1);
    }

    @Test
    void goesOnInOrderAndWithoutRepeatOnceTheSchemaIsFound() {
        readUntil("0:a", "1:a", "1:b", "1:c");

        findings.put(LATE, new Finding.Known(AgentEvent.getClassSchema()));

        readUntil("0:a", "1:a", "1:b", "1:c", "0:late", "0:b");
        assertThat(consumer.held()).isEmpty();
    }

    @Test
    void handsOverWhatNobodyWillEverTell() {
        findings.put(LATE, new Finding.Unknown("no such schema"));

        readUntil("0:a", "0:late", "0:b", "1:a", "1:b", "1:c");
    }

    @Test
    void keepsACallersPauseWhenTheSchemaIsFound() {
        readUntil("0:a", "1:a", "1:b", "1:c");
        consumer.pause(List.of(first));

        findings.put(LATE, new Finding.Known(AgentEvent.getClassSchema()));
        consumer.poll(POLL).forEach(record -> arrived.add("unexpected"));

        assertThat(consumer.held()).isEmpty();
        assertThat(arrived).doesNotContain("unexpected");
        consumer.resume(List.of(first));
        readUntil("0:a", "1:a", "1:b", "1:c", "0:late", "0:b");
    }

    @Test
    void aCallerCannotResumeWhatIsHeldBack() {
        readUntil("0:a", "1:a", "1:b", "1:c");

        consumer.resume(List.of(first));

        assertThat(consumer.paused()).isEqualTo(Set.of(first));
    }

    @Test
    void readsFromAnotherPlaceAtOnce() {
        readUntil("0:a", "1:a", "1:b", "1:c");

        consumer.seek(first, 2);

        readUntil("0:a", "1:a", "1:b", "1:c", "0:b");
    }

    private void readUntil(String... expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    for (var record : consumer.poll(POLL)) {
                        arrived.add(record.partition() + ":" + new String(record.key(), UTF_8));
                    }
                    assertThat(arrived).containsExactlyInAnyOrder(expected);
                });
        assertThat(arrived.stream().filter(key -> key.startsWith("0:")))
                .isSortedAccordingTo((a, b) -> Integer.compare(ORDER.indexOf(a), ORDER.indexOf(b)));
    }

    private void write() throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var admin = Admin.create(settings);
                var producer =
                        new KafkaProducer<>(
                                settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(first.topic(), 2, (short) 1))).all().get();
            for (var record :
                    List.of(
                            record(first, "a", KNOWN),
                            record(first, "late", LATE),
                            record(first, "b", KNOWN),
                            record(second, "a", KNOWN),
                            record(second, "b", KNOWN),
                            record(second, "c", KNOWN))) {
                producer.send(record).get();
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(
            TopicPartition partition, String key, SchemaRef schema) {
        return new ProducerRecord<>(
                partition.topic(), partition.partition(), key.getBytes(UTF_8), schema.header());
    }

    private WriterSchemas schemas() {
        return new WriterSchemas() {
            @Override
            public Finding find(SchemaRef ref) {
                var finding = findings.get(ref);
                return finding == null ? new Finding.Unknown("unknown " + ref) : finding;
            }

            @Override
            public SchemaRef refOf(Schema schema) {
                return KNOWN;
            }
        };
    }
}
