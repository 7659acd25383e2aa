package dev.lifeline.monitor.stream;

import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** A task of Kafka Streams; what it keeps and writes is one transaction with what it has read. */
record StreamsSite(ProcessorContext<Object, Object> context) implements Site {

    @Override
    public int partition() {
        return context.taskId().partition();
    }

    @Override
    public Instant wallTime() {
        return Instant.ofEpochMilli(context.currentSystemTimeMs());
    }

    @Override
    public <K, V> KeyValueStore<K, V> store(String name) {
        return context.getStateStore(name);
    }

    @Override
    public Outputs outputs() {
        return new Outputs(context::forward, context.applicationId());
    }
}
