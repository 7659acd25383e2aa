package dev.lifeline.executor.log;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** What operators see of partitions and the producer; the module's README lists the names. */
final class LogMetrics {

    private final MeterRegistry registry;
    private final Counter yielded;
    private final Counter lost;
    private final Counter producers;

    LogMetrics(MeterRegistry registry) {
        this.registry = registry;
        yielded = registry.counter("lifeline.partitions.yielded");
        lost = registry.counter("lifeline.partitions.lost");
        producers = registry.counter("lifeline.producer.replacements");
    }

    /** How many partitions are owned, asked for whenever somebody looks. */
    void partitionsOwned(Supplier<Number> number) {
        Gauge.builder("lifeline.partitions.owned", number).register(registry);
    }

    /** A partition is no longer owned. */
    void partitionGone(OwnedPartition partition) {
        (partition.isYielded() ? yielded : lost).increment();
    }

    void producerReplaced() {
        producers.increment();
    }
}
