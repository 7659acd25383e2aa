package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.run.PartitionTrouble;
import dev.lifeline.monitor.run.Verdicts;
import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Topics;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.Stores;

/**
 * The application: one processor over the commands and events of a partition, with the runs, their
 * deadlines and how far it has read; its outputs are rows, alerts and dead letters.
 */
record MonitorTopology(
        Codec codec,
        Codec stateCodec,
        Verdicts verdicts,
        PartitionTrouble trouble,
        Duration scanInterval,
        EndOffsets endOffsets,
        MonitorObserver observer)
        implements Supplier<Topology> {

    private static final String SOURCE = "log";
    private static final String PROCESSOR = "judge";

    @Override
    public Topology get() {
        var topology = new Topology();
        topology.addSource(
                AutoOffsetReset.earliest(),
                SOURCE,
                // A broken clock must not stop the log: no record's time is refused.
                (record, partitionTime) -> Math.max(0, record.timestamp()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.EVENTS,
                Topics.COMMANDS);
        topology.addProcessor(PROCESSOR, () -> new RunProcessor(scanInterval, this::task), SOURCE);
        addStores(topology);
        Outputs.addTo(topology, codec, PROCESSOR);
        return topology;
    }

    private PartitionTask task(ProcessorContext<Object, Object> context) {
        return new PartitionTask(
                new StreamsSite(context),
                new RecordReader(codec),
                verdicts,
                trouble,
                endOffsets,
                observer);
    }

    private void addStores(Topology topology) {
        // The caches keep what changes with every record from being logged more than once a commit.
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(PartitionTask.RUNS),
                                Serdes.String(),
                                new Stored(stateCodec).runs())
                        .withCachingEnabled(),
                PROCESSOR);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(PartitionTask.DEADLINES),
                        Serdes.Bytes(),
                        Serdes.ByteArray()),
                PROCESSOR);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(PartitionTask.PARTITIONS),
                                Serdes.String(),
                                new Stored(stateCodec).partitions())
                        .withCachingEnabled(),
                PROCESSOR);
    }
}
