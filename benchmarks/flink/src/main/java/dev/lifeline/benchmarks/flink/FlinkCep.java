package dev.lifeline.benchmarks.flink;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.PatternSelectFunction;
import org.apache.flink.cep.nfa.aftermatch.AfterMatchSkipStrategy;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Finds the runs of a topic that began and did not end in time, with Flink CEP on its embedded
 * cluster, exactly once from Kafka to Kafka; reads what is there, says how long that took, and
 * ends.
 */
public final class FlinkCep {

    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);

    private FlinkCep() {}

    /**
     * Runs the job.
     *
     * @param arguments Kafka's address, the topics of events and alerts, seconds that a run has,
     *     the parallelism, and a directory for checkpoints
     */
    public static void main(String[] arguments) throws Exception {
        var job = Job.of(List.of(arguments));
        var environment = environment(job);
        var steps =
                environment
                        .fromSource(
                                source(job), WatermarkStrategy.forMonotonousTimestamps(), "events")
                        .keyBy(RunStep::getRunId);
        CEP.pattern(steps, neverEnded(job.patience()))
                .inEventTime()
                .select(new Beginning())
                .sinkTo(sink(job));
        var _ = environment.execute("runs that never ended");
        double seconds = (System.nanoTime() - RunStepReader.FIRST_AT.get()) / 1e9;
        System.out.printf("RESULT %d %.3f%n", RunStepReader.RECORDS.get(), seconds);
    }

    private static StreamExecutionEnvironment environment(Job job) {
        var configuration = new Configuration();
        // A failure ends the benchmark.
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        configuration.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        configuration.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
        configuration.set(
                CheckpointingOptions.CHECKPOINTS_DIRECTORY, job.checkpoints().toUri().toString());
        var environment = StreamExecutionEnvironment.createLocalEnvironment(configuration);
        environment.setParallelism(job.parallelism());
        environment.enableCheckpointing(
                CHECKPOINT_INTERVAL.toMillis(), CheckpointingMode.EXACTLY_ONCE);
        environment.getConfig().enableObjectReuse();
        return environment;
    }

    private static KafkaSource<RunStep> source(Job job) {
        return KafkaSource.<RunStep>builder()
                .setBootstrapServers(job.bootstrapServers())
                .setTopics(job.events())
                .setGroupId("flink")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setBounded(OffsetsInitializer.latest())
                .setDeserializer(new RunStepReader())
                .build();
    }

    private static Pattern<RunStep, ?> neverEnded(Duration patience) {
        return Pattern.<RunStep>begin("started", AfterMatchSkipStrategy.noSkip())
                .where(SimpleCondition.of(step -> !step.isEnd()))
                .notFollowedBy("ended")
                .where(SimpleCondition.of(RunStep::isEnd))
                .within(patience);
    }

    private static KafkaSink<String> sink(Job job) {
        return KafkaSink.<String>builder()
                .setBootstrapServers(job.bootstrapServers())
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .setTransactionalIdPrefix("flink-cep")
                .setProperty("transaction.timeout.ms", "60000")
                .setRecordSerializer(new FoundWriter(job.alerts()))
                .build();
    }

    /** Takes the run's id from its match. */
    private static final class Beginning implements PatternSelectFunction<RunStep, String> {

        private static final long serialVersionUID = 1L;

        @Override
        public String select(Map<String, List<RunStep>> match) {
            return match.getOrDefault("started", List.of()).getFirst().getRunId();
        }
    }

    private record Job(
            String bootstrapServers,
            String events,
            String alerts,
            Duration patience,
            int parallelism,
            Path checkpoints) {

        static Job of(List<String> arguments) {
            return new Job(
                    arguments.get(0),
                    arguments.get(1),
                    arguments.get(2),
                    Duration.ofSeconds(Long.parseLong(arguments.get(3))),
                    Integer.parseInt(arguments.get(4)),
                    Path.of(arguments.get(5)));
        }
    }
}
