package dev.lifeline.monitor.stream;

import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Kafka Streams' view of the work on one partition: its life, its records, its regular scan. */
final class RunProcessor implements Processor<byte[], byte[], Object, Object> {

    private final Duration scanInterval;
    private final Function<ProcessorContext<Object, Object>, PartitionTask> tasks;
    private @Nullable ProcessorContext<Object, Object> context;
    private @Nullable PartitionTask task;

    RunProcessor(
            Duration scanInterval,
            Function<ProcessorContext<Object, Object>, PartitionTask> tasks) {
        this.scanInterval = scanInterval;
        this.tasks = tasks;
    }

    @Override
    public void init(ProcessorContext<Object, Object> given) {
        context = given;
        var assigned = tasks.apply(given);
        task = assigned;
        given.schedule(scanInterval, PunctuationType.WALL_CLOCK_TIME, time -> assigned.judgeDue());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (task != null && context != null) {
            var metadata = context.recordMetadata().orElseThrow();
            task.process(metadata.topic(), metadata.offset(), record);
        }
    }

    @Override
    public void close() {
        if (task != null) {
            task.release();
            task = null;
        }
    }
}
