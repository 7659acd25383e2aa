package dev.lifeline.executor.run;

import dev.lifeline.executor.log.EventWriter;
import dev.lifeline.executor.log.OpenRun;
import dev.lifeline.executor.log.Taken;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Takes over the runs that a partition's earlier owner left open: to go on, or to end as lost. */
@Singleton
public final class Takeover {

    private static final Logger LOG = Logger.getLogger(Takeover.class);

    private final Runs runs;
    private final RunFactory factory;
    private final RunMetrics metrics;

    Takeover(Runs runs, RunFactory factory, RunMetrics metrics) {
        this.runs = runs;
        this.factory = factory;
        this.metrics = metrics;
    }

    /** Takes over every run that was open when the partition was taken; each can be cancelled. */
    public void begin(Taken taken, EventWriter log, String executorId) {
        var appender = new PartitionAppender(log, taken.owned());
        runs.goOn(
                taken.openRuns().stream()
                        .map(open -> {
                            var obstacle = factory.obstacle(open);
                            report(open, obstacle == null ? "continued" : "lost");
                            return new Continuation(
                                    open, obstacle, taken.owned(), appender, executorId);
                        })
                        .toList());
    }

    private void report(OpenRun open, String outcome) {
        metrics.runTakenOver(outcome);
        LOG.infof(
                "run %s: taken over from executor %s, attempt %d: %s",
                open.first().getRunId(),
                open.last().getExecutorId(),
                open.last().getAttempt() + 1,
                outcome);
    }
}
