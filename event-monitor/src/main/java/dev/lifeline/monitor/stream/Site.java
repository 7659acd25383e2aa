package dev.lifeline.monitor.stream;

import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;

/** Where the work on a partition is done: what it is kept in, where it goes, what time it is. */
interface Site {

    int partition();

    /** The monitor's own time, which need not be the log's. */
    Instant wallTime();

    /** The store of that name, of this partition. */
    <K, V> KeyValueStore<K, V> store(String name);

    Outputs outputs();
}
