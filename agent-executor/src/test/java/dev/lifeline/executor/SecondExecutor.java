package dev.lifeline.executor;

import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.intake.DeadLetters;
import dev.lifeline.executor.intake.Intake;
import dev.lifeline.executor.log.EventLog;
import dev.lifeline.executor.log.KafkaClients;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.executor.run.Runs;
import dev.lifeline.executor.run.Takeover;
import dev.lifeline.schemas.Codec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Collection;

/** Another member of the executors' group, in the same process, with the same agents. */
final class SecondExecutor implements AutoCloseable {

    static final String ID = "executor-2";

    private final EventLog log;
    private final Intake intake;

    SecondExecutor(Parts parts) {
        var config = parts.config();
        log =
                new EventLog(
                        parts.kafka(),
                        parts.codec(),
                        ID,
                        parts.clock(),
                        new EventLog.Timing(
                                config.beatInterval(),
                                config.kafkaPatience(),
                                config.yieldPatience()),
                        new SimpleMeterRegistry(),
                        error -> {});
        intake =
                new Intake(
                        parts.kafka(),
                        log,
                        parts.runs(),
                        parts.takeover(),
                        parts.codec(),
                        parts.deadLetters(),
                        parts.clock(),
                        ID,
                        config);
    }

    Collection<OwnedPartition> partitions() {
        return log.owned();
    }

    /** As on SIGTERM, when there is no grace. */
    @Override
    public void close() {
        intake.close();
        log.close();
    }

    /** What both have in common. */
    record Parts(
            KafkaClients kafka,
            Runs runs,
            Takeover takeover,
            Codec codec,
            DeadLetters deadLetters,
            Clock clock,
            ExecutorConfig config) {}
}
