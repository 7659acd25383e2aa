package dev.lifeline.gateway.stream;

import dev.lifeline.gateway.testing.Pen;
import dev.lifeline.schemas.BuiltInSchemas;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.SchemaRef;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.WriterSchemas;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The built-in schemas, and one of a registry that answers or does not. */
final class LateSchemas implements WriterSchemas {

    private static final SchemaRef LATE = new SchemaRef.RegistryId(77);

    private final WriterSchemas builtIn = new BuiltInSchemas();
    private volatile boolean lost;

    /** From now on the registry does not answer. */
    void lose() {
        lost = true;
    }

    /** It answers again. */
    void find() {
        lost = false;
    }

    /** Writes a record of that schema, which turns out to hold no event. */
    static void write(String bootstrapServers, UserKey user, RunId run) {
        var record =
                new ProducerRecord<>(
                        Topics.EVENTS, Pen.partition(user), user.bytes(), LATE.header());
        record.headers().add(Headers.SUBJECT, run.text().getBytes(StandardCharsets.UTF_8));
        try (var producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", bootstrapServers),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Finding find(SchemaRef ref) {
        if (!ref.equals(LATE)) {
            return builtIn.find(ref);
        }
        return lost
                ? new Finding.Pending("the registry does not answer")
                : new Finding.Unknown("no such schema");
    }

    @Override
    public SchemaRef refOf(Schema schema) {
        return builtIn.refOf(schema);
    }
}
