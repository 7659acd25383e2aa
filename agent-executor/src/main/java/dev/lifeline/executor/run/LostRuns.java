package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.AGENT_COMPLETED;
import static dev.lifeline.schemas.EventTypes.TOOL_COMPLETED;

import dev.lifeline.executor.log.EventWriter;
import dev.lifeline.executor.log.OpenRun;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.executor.log.OwnershipLostException;
import dev.lifeline.executor.log.Taken;
import dev.lifeline.schemas.avro.ToolCall;
import dev.lifeline.schemas.avro.ToolResult;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Ends the runs that an earlier owner of a partition left open. */
@Singleton
public final class LostRuns {

    private static final Logger LOG = Logger.getLogger(LostRuns.class);

    private final RunMetrics metrics;
    private final Clock clock;

    public LostRuns(RunMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Ends every run that was open when the partition was taken. */
    public void end(Taken taken, EventWriter log, String executorId) {
        try {
            taken.openRuns().forEach(run -> end(run, taken.owned(), log, executorId));
        } catch (OwnershipLostException e) {
            LOG.infof(
                    "partition %d: its open runs are the next owner's", taken.owned().partition());
        }
    }

    /** Closes the run's open tools and ends it as LOST. */
    private void end(OpenRun run, OwnedPartition owned, EventWriter log, String executorId) {
        var identity = RunIdentity.of(run.first());
        var journal =
                new RunJournal(
                        identity,
                        new RunJournal.Writer(
                                executorId, owned.epoch(), run.last().getAttempt() + 1),
                        run.last().getSequence(),
                        event -> log.append(owned, event),
                        clock,
                        metrics.announcement());
        run.openTools().forEach(tool -> closeTool(tool, journal));
        complete(run, journal);
        owned.ended(identity.runId());
        LOG.infof("run %s: LOST, its executor %s stopped", identity.runId(), lastExecutor(run));
    }

    private void closeTool(ToolCall tool, RunJournal journal) {
        var outcome = ToolOutcome.lost();
        journal.announce(
                TOOL_COMPLETED,
                event ->
                        event.setToolResult(
                                ToolResult.newBuilder()
                                        .setStep(tool.getStep())
                                        .setToolCallId(tool.getToolCallId())
                                        .setToolName(tool.getToolName())
                                        .setStatus(outcome.status())
                                        .setError(outcome.error())
                                        .setDurationMs(0)
                                        .build()));
    }

    private void complete(OpenRun run, RunJournal journal) {
        var duration = Duration.between(run.first().getOccurredAt(), clock.instant());
        var section = new Ending.Lost().section(run.usage(), duration);
        journal.announce(AGENT_COMPLETED, event -> event.setCompleted(section));
    }

    private static String lastExecutor(OpenRun run) {
        return run.last().getExecutorId();
    }
}
