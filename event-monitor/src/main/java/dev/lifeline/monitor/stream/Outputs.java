package dev.lifeline.monitor.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lifeline.monitor.run.LogPosition;
import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Headers.DeadLetter;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.Alert;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** What the processor writes, and to which topics. */
final class Outputs {

    static final String RUNS = "runs-sink";
    static final String ALERTS = "alerts-sink";
    private static final String DEAD_LETTERS = "dead-letters-sink";

    private final Sinks sinks;
    private final String applicationId;

    Outputs(Sinks sinks, String applicationId) {
        this.sinks = sinks;
        this.applicationId = applicationId;
    }

    /** Takes what is written. */
    interface Sinks {
        void forward(Record<Object, Object> record, String sink);
    }

    static void addTo(Topology topology, Codec codec, String parent) {
        Serializer<@Nullable SpecificRecord> value =
                (topic, record) -> record == null ? null : codec.encode(record);
        Serializer<RunRowKey> row = (topic, key) -> key.runId().getBytes(US_ASCII);
        StreamPartitioner<RunRowKey, SpecificRecord> usersPartition =
                (topic, key, record, partitions) -> Optional.of(Set.of(key.partition()));
        topology.addSink(RUNS, Topics.RUNS, row, value, usersPartition, parent);
        topology.addSink(ALERTS, Topics.ALERTS, new StringSerializer(), value, parent);
        topology.addSink(
                DEAD_LETTERS,
                Topics.DEAD_LETTERS,
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                parent);
    }

    void row(TrackedRun run, Instant at) {
        var row = run.status();
        var key = new RunRowKey(row.getRunId(), row.getPartition());
        var headers = Headers.of(row, applicationId, at, run.traceparent());
        sinks.forward(new Record<>(key, row, at.toEpochMilli(), headers), RUNS);
    }

    /** The run table no longer has that run. */
    void noRow(String runId, int partition, Instant at) {
        sinks.forward(new Record<>(new RunRowKey(runId, partition), null, at.toEpochMilli()), RUNS);
    }

    void alert(Alert alert, Instant at) {
        var headers = Headers.of(alert, applicationId);
        sinks.forward(new Record<>(alert.getAlertId(), alert, at.toEpochMilli(), headers), ALERTS);
    }

    void deadLetter(Record<byte[], byte[]> record, String reason, LogPosition position) {
        var letter =
                new DeadLetter(
                        reason,
                        Topics.EVENTS,
                        position.partition(),
                        position.offset(),
                        position.time());
        var headers = Headers.deadLetter(Headers.monitor(applicationId), letter);
        sinks.forward(
                new Record<>(record.key(), record.value(), record.timestamp(), headers),
                DEAD_LETTERS);
    }
}
