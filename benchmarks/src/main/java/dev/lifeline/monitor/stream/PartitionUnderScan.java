package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.run.Limits;
import dev.lifeline.monitor.run.LogPosition;
import dev.lifeline.monitor.run.PartitionTrouble;
import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.monitor.run.Verdicts;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.NullMarked;

/**
 * The monitor's work on one partition, with its real stores on RocksDB and no broker, at a time
 * that is told: what is measured is the monitor's own scan. In the monitor's package, so that
 * nothing there need be public for a benchmark's sake.
 */
@NullMarked
public final class PartitionUnderScan implements AutoCloseable {

    private static final int PARTITION = 0;
    private static final String APPLICATION = "scans";
    private static final byte[] KEY = {};

    private final Codec codec = new Codec();
    private final Told told = new Told();
    private final MockProcessorContext<Object, Object> context;
    private final KeyValueStore<String, TrackedRun> runs;
    private final KeyValueStore<Bytes, byte[]> deadlines;
    private final KeyValueStore<String, PartitionState> partitions;
    private final Verdicts verdicts;
    private final PartitionTask task;
    private Instant now;
    private long written;

    /**
     * @param far of every limit but the deadline's: nothing else is ever due
     * @param endedRetention after which an ended run is forgotten
     * @param beginning the time until another is told
     */
    public PartitionUnderScan(
            Path stateDirectory, Duration far, Duration endedRetention, Instant beginning) {
        now = beginning;
        context =
                new MockProcessorContext<>(
                        settings(), new TaskId(0, PARTITION), stateDirectory.toFile());
        var stored = new Stored(codec);
        runs = store(PartitionTask.RUNS, Serdes.String(), stored.runs());
        deadlines = store(PartitionTask.DEADLINES, Serdes.Bytes(), Serdes.ByteArray());
        partitions = store(PartitionTask.PARTITIONS, Serdes.String(), stored.partitions());
        store(StatsCounter.COUNTS, Serdes.String(), StatsSerdes.tallies());
        var patience = new Limits.Patience(far, far, far);
        verdicts =
                new Verdicts(
                        new Limits(patience, Map.of(), Duration.ZERO, far, endedRetention, far));
        task =
                new PartitionTask(
                        new Bench(),
                        new RecordReader(codec),
                        verdicts,
                        new PartitionTrouble(far, far, far, Duration.ZERO),
                        _ -> new EndOffsets.Sample(0, written, now),
                        told,
                        far);
    }

    private static Properties settings() {
        var settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        return settings;
    }

    private <K, V> KeyValueStore<K, V> store(String name, Serde<K> key, Serde<V> value) {
        var store =
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), key, value)
                        .withCachingDisabled()
                        .withLoggingDisabled()
                        .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore((StateStore) store);
        return store;
    }

    /** It is that time, and everything has been read. */
    public void goOnTo(Instant time) {
        now = time;
    }

    /** An event is read, which was written now. */
    public void read(AgentEvent event) {
        task.process(
                Topics.EVENTS,
                written++,
                new Record<>(KEY, codec.encode(event), now.toEpochMilli(), Headers.of(event)));
    }

    /** Scans once, as the monitor does four times a second; returns the nanoseconds it took. */
    public long scan() {
        long begin = System.nanoTime();
        task.judgeDue();
        return System.nanoTime() - begin;
    }

    /**
     * Finds what is due by reading all runs, in place of the index; returns the nanoseconds it
     * took.
     */
    public long scanAllRuns() {
        long begin = System.nanoTime();
        try (var all = runs.all()) {
            while (all.hasNext()) {
                var look = verdicts.nextLook(all.next().value, Instant.EPOCH);
                if (look != null && !look.isAfter(now)) {
                    told.missed++;
                }
            }
        }
        return System.nanoTime() - begin;
    }

    /**
     * Looks for what is due from the beginning of the index, as a scan without the low-water mark
     * would; returns the nanoseconds it took.
     */
    public long searchFromTheBeginning() {
        var index = new DeadlineIndex(deadlines);
        long begin = System.nanoTime();
        var _ = index.due(Instant.EPOCH, now, 1);
        return System.nanoTime() - begin;
    }

    /** How many alerts have fired. */
    public long fired() {
        return told.fired;
    }

    /** How many due runs were found by reading all, which no scan had found before. */
    public long missed() {
        return told.missed;
    }

    /** Whether it knows of the run. */
    public boolean knows(String runId) {
        return runs.get(runId) != null;
    }

    @Override
    public void close() {
        task.release();
        runs.close();
        deadlines.close();
        partitions.close();
    }

    /** Where this work is done; what it writes goes nowhere. */
    private final class Bench implements Site {

        @Override
        public int partition() {
            return PARTITION;
        }

        @Override
        public Instant wallTime() {
            return now;
        }

        @Override
        public <K, V> KeyValueStore<K, V> store(String name) {
            return context.getStateStore(name);
        }

        @Override
        public Outputs outputs() {
            return new Outputs((_, _) -> {}, APPLICATION);
        }
    }

    /** Counts what the task tells. */
    private static final class Told implements MonitorObserver {
        private long fired;
        private long missed;

        @Override
        public void alerted(Alert alert) {
            if (alert.getResolvedAt() == null) {
                fired++;
            }
        }

        @Override
        public void deadLettered(LogPosition position, String reason) {
            throw new IllegalStateException(reason);
        }

        @Override
        public void judged(int partition, Instant clock) {}

        @Override
        public void scanned(Duration took) {}

        @Override
        public void released(int partition) {}
    }
}
