package dev.lifeline.schemas.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lifeline.local.BrokerProcess;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.NextRelease;
import dev.lifeline.schemas.SchemaRef.Fingerprint;
import dev.lifeline.schemas.SchemasUnavailableException;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.registry.SchemaSettings.Framing;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Schemas made known and found through the topic of a real broker. */
class SchemaDirectoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Schema NEXT = NextRelease.event();
    private static final byte[] HANDOFF =
            NextRelease.encode(NextRelease.handoff(), Fingerprint.of(NEXT));

    private BrokerProcess broker;

    @BeforeEach
    void startBroker() {
        broker = BrokerProcess.start();
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void anOlderReaderFindsWhatANewerWriterHasMadeKnown() throws Exception {
        createTopic();
        try (var reader = directory(CancelRun.getClassSchema())) {
            var codec = new Codec(reader);
            assertUnknown(codec, HANDOFF);

            try (var writer = directory(NEXT)) {
                await().atMost(PATIENCE).until(() -> writer.notReady().isEmpty());
            }

            // What was unknown a moment ago is asked for anew by whoever starts now.
            try (var later = directory(CancelRun.getClassSchema())) {
                var laterCodec = new Codec(later);
                await().atMost(PATIENCE).until(() -> laterCodec.canTell(HANDOFF));
                assertThat(laterCodec.decode(HANDOFF, AgentEvent.class).getType())
                        .isEqualTo("agent_handoff");
            }
        }
    }

    @Test
    void eachSchemaStandsOnTheTopicOnce() throws Exception {
        createTopic();
        for (int i = 0; i < 3; i++) {
            try (var service = directory(CancelRun.getClassSchema())) {
                await().atMost(PATIENCE).until(() -> service.notReady().isEmpty());
                assertThat(new Codec(service).encode(cancel())).startsWith(0xC3, 0x01);
            }
        }

        assertThat(recordsOnTopic()).isEqualTo(1);
    }

    @Test
    void isNotReadyUntilTheTopicIsThere() throws Exception {
        try (var service = directory(CancelRun.getClassSchema())) {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(service.notReady())
                                    .hasValueSatisfying(reason ->
                                            assertThat(reason)
                                                    .contains(Topics.SCHEMAS)
                                                    .contains("./lifeline topics apply")));
            assertThatThrownBy(() -> new Codec(service).encode(cancel()))
                    .isInstanceOf(SchemasUnavailableException.class);

            createTopic();

            await().atMost(PATIENCE).until(() -> service.notReady().isEmpty());
        }
    }

    @Test
    void aSchemaUnderAnothersFingerprintIsNotBelieved() throws Exception {
        createTopic();
        try (var producer = producer()) {
            producer.send(schemaRecord(Fingerprint.of(NEXT).hex(), "\"string\"")).get();
            producer.send(schemaRecord(Fingerprint.of(NEXT).hex(), "no schema at all")).get();
        }
        try (var reader = directory(CancelRun.getClassSchema())) {
            assertUnknown(new Codec(reader), HANDOFF);
        }
    }

    @Test
    void saysThatRecordsWaitWhileKafkaCannotBeAsked() throws Exception {
        createTopic();
        try (var reader = directory(CancelRun.getClassSchema())) {
            await().atMost(PATIENCE).until(() -> reader.notReady().isEmpty());
            broker.stop();
            var codec = new Codec(reader);

            assertThat(codec.canTell(HANDOFF)).isFalse();
            await().atMost(PATIENCE)
                    .until(() -> reader.waiting().orElse("").contains(Topics.SCHEMAS));

            broker.restart();
            assertUnknown(codec, HANDOFF);
            assertThat(reader.waiting()).isEmpty();
        }
    }

    @Test
    void namesARegistryThatIsAway() throws Exception {
        createTopic();
        var registry =
                new SchemaSettings.Registry(
                        URI.create("http://localhost:1/ccompat"), null, null, true);
        var settings = new SchemaSettings(registry, Framing.CONFLUENT);
        try (var service = directory(settings, CancelRun.getClassSchema())) {
            await().atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(service.notReady())
                                    .hasValueSatisfying(reason ->
                                            assertThat(reason)
                                                    .contains("http://localhost:1/ccompat")));
        }
    }

    private static void assertUnknown(Codec codec, byte[] value) {
        await().atMost(PATIENCE).until(() -> codec.canTell(value));
        assertThatThrownBy(() -> codec.decode(value)).isInstanceOf(UndecodableException.class);
    }

    private SchemaDirectory directory(Schema own) {
        return directory(new SchemaSettings(null, Framing.SINGLE_OBJECT), own);
    }

    private SchemaDirectory directory(SchemaSettings settings, Schema own) {
        return new SchemaDirectory(settings, connection(), List.of(own), Clock.systemUTC());
    }

    private static CancelRun cancel() {
        return CancelRun.newBuilder()
                .setRunId("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
                .setTenantId("default")
                .setUserId("alice")
                .setAcceptedAt(Instant.EPOCH)
                .build();
    }

    private void createTopic() throws Exception {
        var schemas =
                Topics.all(1).stream().filter(t -> t.name().equals(Topics.SCHEMAS)).findFirst();
        try (var admin = Admin.create(connection())) {
            var topic = schemas.orElseThrow();
            var created = new NewTopic(topic.name(), 1, (short) 1).configs(topic.settings());
            admin.createTopics(List.of(created)).all().get();
        }
    }

    private long recordsOnTopic() throws Exception {
        try (var reader = new SchemaTopicClients(connection()).consumer()) {
            var partition = new TopicPartition(Topics.SCHEMAS, 0);
            return reader.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                connection(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static ProducerRecord<byte[], byte[]> schemaRecord(String key, String schema) {
        return new ProducerRecord<>(Topics.SCHEMAS, 0, key.getBytes(UTF_8), schema.getBytes(UTF_8));
    }

    private Map<String, Object> connection() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
