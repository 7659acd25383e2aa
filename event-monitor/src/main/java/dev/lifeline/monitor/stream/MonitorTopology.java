package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.run.PartitionTrouble;
import dev.lifeline.monitor.run.Verdicts;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.Stores;

/**
 * The application: one processor over the commands and events of a partition, with the runs, their
 * deadlines and how far it has read; its outputs are rows, alerts and dead letters. What it counts
 * goes to a second processor, which adds up all partitions'.
 */
record MonitorTopology(
        Codec codec,
        Codec stateCodec,
        Verdicts verdicts,
        PartitionTrouble trouble,
        Duration scanInterval,
        StatsPace stats,
        EndOffsets endOffsets,
        MonitorObserver observer)
        implements Supplier<Topology> {

    private static final String SOURCE = "log";
    private static final String PROCESSOR = "judge";
    private static final String MERGER = "stats-merge";

    @Override
    public Topology get() {
        var builder = new StreamsBuilder();
        addStores(builder);
        var log = builder.stream(List.of(Topics.EVENTS, Topics.COMMANDS), source());
        log.process(
                        () -> new RunProcessor(scanInterval, this::task),
                        Named.as(PROCESSOR),
                        PartitionTask.RUNS,
                        PartitionTask.DEADLINES,
                        PartitionTask.PARTITIONS,
                        StatsCounter.COUNTS)
                .map(
                        (agent, part) -> KeyValue.pair((String) agent, (StatsPart) part),
                        Named.as(Outputs.STATS_PARTS))
                .repartition(partsOfAllPartitions())
                .process(
                        () -> new StatsMerger(stats.interval(), stats.retention()),
                        Named.as(MERGER),
                        StatsMerger.WINDOWS,
                        StatsMerger.BASES);
        var topology = builder.build();
        Outputs.addTo(topology, codec, PROCESSOR);
        Outputs.addStatsTo(topology, codec, MERGER);
        return topology;
    }

    private static Consumed<byte[], byte[]> source() {
        return Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withOffsetResetPolicy(AutoOffsetReset.earliest())
                // A broken clock must not stop the log: no record's time is refused.
                .withTimestampExtractor((record, partitionTime) -> Math.max(0, record.timestamp()))
                .withName(SOURCE);
    }

    /** An agent's runs are in all partitions, and its minute is one record. */
    private static Repartitioned<String, StatsPart> partsOfAllPartitions() {
        return Repartitioned.with(Serdes.String(), StatsSerdes.parts())
                .withName("stats")
                .withNumberOfPartitions(1);
    }

    private PartitionTask task(ProcessorContext<Object, Object> context) {
        return new PartitionTask(
                new StreamsSite(context),
                new RecordReader(codec),
                verdicts,
                trouble,
                endOffsets,
                observer,
                stats.interval());
    }

    private void addStores(StreamsBuilder builder) {
        // The caches keep what changes with every record from being logged more than once a commit.
        builder.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(PartitionTask.RUNS),
                                Serdes.String(),
                                new Stored(stateCodec).runs())
                        .withCachingEnabled());
        builder.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(PartitionTask.DEADLINES),
                        Serdes.Bytes(),
                        Serdes.ByteArray()));
        builder.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(PartitionTask.PARTITIONS),
                                Serdes.String(),
                                new Stored(stateCodec).partitions())
                        .withCachingEnabled());
        // Few, and gone again within seconds.
        builder.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(StatsCounter.COUNTS),
                        Serdes.String(),
                        StatsSerdes.tallies()));
        builder.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(StatsMerger.WINDOWS),
                                Serdes.String(),
                                StatsSerdes.windows())
                        .withCachingEnabled());
        builder.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(StatsMerger.BASES),
                                Serdes.String(),
                                StatsSerdes.bases())
                        .withCachingEnabled());
    }
}
