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
    private final RunTracing tracing;
    private final Clock clock;

    public LostRuns(RunMetrics metrics, RunTracing tracing, Clock clock) {
        this.metrics = metrics;
        this.tracing = tracing;
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
        int attempt = run.last().getAttempt() + 1;
        var span =
                tracing.takeOver(RunIdentity.of(run.first()), attempt, run.first().getOccurredAt());
        var journal =
                new RunJournal(
                        span.run(),
                        new RunJournal.Writer(executorId, owned.epoch(), attempt),
                        run.last().getSequence(),
                        event -> log.append(owned, event),
                        clock,
                        metrics.announcement());
        try {
            run.openTools().forEach(tool -> closeTool(tool, journal, span));
            complete(run, journal, span);
        } catch (OwnershipLostException e) {
            span.leave();
            throw e;
        }
        owned.ended(span.run().runId());
        LOG.infof("run %s: LOST, its executor %s stopped", span.run().runId(), lastExecutor(run));
    }

    private static void closeTool(ToolCall tool, RunJournal journal, RunSpan run) {
        var _ =
                run.tool(
                        tool.getToolName(),
                        tool.getToolCallId(),
                        span -> {
                            var outcome = ToolOutcome.lost();
                            journal.announce(
                                    TOOL_COMPLETED,
                                    event ->
                                            event.setTraceparent(span.traceparent())
                                                    .setToolResult(section(tool, outcome)));
                            return outcome;
                        });
    }

    private static ToolResult section(ToolCall tool, ToolOutcome outcome) {
        return ToolResult.newBuilder()
                .setStep(tool.getStep())
                .setToolCallId(tool.getToolCallId())
                .setToolName(tool.getToolName())
                .setStatus(outcome.status())
                .setError(outcome.error())
                .setDurationMs(0)
                .build();
    }

    private void complete(OpenRun run, RunJournal journal, RunSpan span) {
        var ending = new Ending.Lost();
        var duration = Duration.between(run.first().getOccurredAt(), clock.instant());
        var section = ending.section(run.usage(), duration);
        journal.announce(AGENT_COMPLETED, event -> event.setCompleted(section));
        span.end(ending, run.usage());
    }

    private static String lastExecutor(OpenRun run) {
        return run.last().getExecutorId();
    }
}
