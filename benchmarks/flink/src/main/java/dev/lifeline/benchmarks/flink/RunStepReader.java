package dev.lifeline.benchmarks.flink;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.AgentEvent;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Decodes each record as the monitor does, and passes on the two events that the pattern needs. */
final class RunStepReader implements KafkaRecordDeserializationSchema<RunStep> {

    private static final long serialVersionUID = 1L;

    /** Of this JVM, which runs one job. */
    static final AtomicLong FIRST_AT = new AtomicLong();

    static final AtomicLong RECORDS = new AtomicLong();

    private transient @Nullable Codec codec;

    @Override
    public void open(DeserializationSchema.InitializationContext context) {
        codec = new Codec();
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<RunStep> out)
            throws IOException {
        FIRST_AT.compareAndSet(0, System.nanoTime());
        RECORDS.incrementAndGet();
        var decoder = codec;
        if (decoder == null || Headers.text(record.headers(), Headers.CONTROL) != null) {
            return;
        }
        try {
            pass(decoder.decode(record.value(), AgentEvent.class), out);
        } catch (UndecodableException e) {
            throw new IOException(e);
        }
    }

    private static void pass(AgentEvent event, Collector<RunStep> out) {
        switch (event.getType()) {
            case EventTypes.AGENT_STARTED -> out.collect(new RunStep(event.getRunId(), false));
            case EventTypes.AGENT_COMPLETED -> out.collect(new RunStep(event.getRunId(), true));
            default -> {
                // The pattern needs no other.
            }
        }
    }

    @Override
    public TypeInformation<RunStep> getProducedType() {
        return TypeInformation.of(RunStep.class);
    }
}
