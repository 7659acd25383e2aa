package dev.lifeline.monitor.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.monitor.run.LogPosition;
import dev.lifeline.monitor.run.PartitionTrouble;
import dev.lifeline.monitor.run.Verdicts;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The same work on one partition, but on its past: the log's own time is the only clock, so that
 * the same log says the same whenever it is read. What it keeps is in memory.
 */
public final class PartitionReplay {

    /** After that much silence every verdict that can fall without a record has fallen. */
    private static final Duration LONGEST_SILENCE = Duration.ofHours(1);

    private final int partition;
    private final Codec codec;
    private final Duration tick;
    private final Consumer<ProducerRecord<byte[], byte @Nullable []>> written;
    private final PartitionTask task;
    private Instant clock = Instant.EPOCH;

    /**
     * @param applicationId that the records name as their source
     * @param tick how often due runs are looked for, by the log's time
     * @param written takes the rows and alerts, for the topics that the monitor writes to
     */
    public PartitionReplay(
            int partition,
            Codec codec,
            Verdicts verdicts,
            PartitionTrouble trouble,
            String applicationId,
            Duration tick,
            Consumer<ProducerRecord<byte[], byte @Nullable []>> written) {
        this.partition = partition;
        this.codec = codec;
        this.tick = tick;
        this.written = written;
        this.task =
                new PartitionTask(
                        new Past(applicationId),
                        new RecordReader(codec),
                        verdicts,
                        trouble,
                        // Whoever has come to that time has read everything before it.
                        at -> new EndOffsets.Sample(Long.MAX_VALUE, Long.MAX_VALUE, clock),
                        new Silent(),
                        LONGEST_SILENCE);
    }

    /** The next record of the partition, of whichever topic. */
    public void next(ConsumerRecord<byte[], byte[]> record) {
        passUntil(Instant.ofEpochMilli(record.timestamp()));
        task.process(
                record.topic(),
                record.offset(),
                new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
    }

    /** Time passes in steps that begin at the same moments wherever the reading began. */
    private void passUntil(Instant at) {
        var earliest = at.minus(LONGEST_SILENCE);
        if (clock.isBefore(earliest)) {
            clock = Instant.ofEpochMilli(ticks(earliest) * tick.toMillis());
        }
        for (var next = clock.plus(tick); !next.isAfter(at); next = clock.plus(tick)) {
            clock = next;
            task.judgeDue();
        }
    }

    private long ticks(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), tick.toMillis());
    }

    private void forward(Record<Object, Object> record, String sink) {
        switch (sink) {
            case Outputs.RUNS -> {
                var key = (RunRowKey) record.key();
                write(record, Topics.RUNS, key.partition(), key.runId().getBytes(US_ASCII));
            }
            case Outputs.ALERTS ->
                    write(record, Topics.ALERTS, null, ((String) record.key()).getBytes(UTF_8));
            default -> {
                // What could not be read was put aside when it was read for the first time, and
                // what was counted then still counts.
            }
        }
    }

    private void write(
            Record<Object, Object> record, String topic, @Nullable Integer into, byte[] key) {
        byte @Nullable [] value =
                record.value() == null ? null : codec.encode((SpecificRecord) record.value());
        written.accept(
                new ProducerRecord<>(
                        topic, into, record.timestamp(), key, value, record.headers()));
    }

    /** Where this work is done. */
    private final class Past implements Site {

        private final String applicationId;
        private final Map<String, KeyValueStore<?, ?>> stores = new HashMap<>();

        Past(String applicationId) {
            this.applicationId = applicationId;
        }

        @Override
        public int partition() {
            return partition;
        }

        @Override
        public Instant wallTime() {
            return clock;
        }

        @Override
        @SuppressWarnings("unchecked") // The names tell the types, as they do in Kafka Streams.
        public <K, V> KeyValueStore<K, V> store(String name) {
            return (KeyValueStore<K, V>) stores.computeIfAbsent(name, Past::create);
        }

        private static KeyValueStore<?, ?> create(String name) {
            return name.equals(PartitionTask.DEADLINES)
                    ? new MemoryStore<Bytes, byte[]>(name)
                    : new MemoryStore<String, Object>(name);
        }

        @Override
        public Outputs outputs() {
            return new Outputs(PartitionReplay.this::forward, applicationId);
        }
    }

    /** Nobody listens: the topics tell everything. */
    private static final class Silent implements MonitorObserver {

        @Override
        public void alerted(Alert alert) {}

        @Override
        public void deadLettered(LogPosition position, String reason) {}

        @Override
        public void judged(int partition, Instant clock) {}

        @Override
        public void scanned(Duration took) {}

        @Override
        public void released(int partition) {}
    }
}
