package dev.lifeline.executor.run;

import static dev.lifeline.schemas.EventTypes.AGENT_COMPLETED;
import static dev.lifeline.schemas.EventTypes.AGENT_STARTED;

import dev.lifeline.executor.log.OwnershipLostException;
import dev.lifeline.schemas.ErrorCodes;
import dev.lifeline.schemas.avro.Started;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The frame of one run: its first event, its work, and exactly one last event. */
final class Run {

    private static final Logger LOG = Logger.getLogger(Run.class);

    private final RunSpan span;
    private final String input;
    private final Instant deadline;
    private final String model;
    private final RunJournal journal;
    private final RunUsage usage;
    private final Supplier<Ending> work;

    Run(
            RunSpan span,
            String input,
            Instant deadline,
            String model,
            RunJournal journal,
            RunUsage usage,
            Supplier<Ending> work) {
        this.span = span;
        this.input = input;
        this.deadline = deadline;
        this.model = model;
        this.journal = journal;
        this.usage = usage;
        this.work = work;
    }

    /**
     * Runs from the first event to the last.
     *
     * @param onStarted told when the first event is in the log
     * @return how it ended; null when another executor owns the run now, which ends it
     */
    @Nullable Ending run(Runnable onStarted) {
        return frame(
                Duration.ZERO,
                () -> {
                    journal.announce(
                            AGENT_STARTED,
                            event -> event.setStarted(new Started(input, deadline, model)));
                    onStarted.run();
                });
    }

    /**
     * Goes on to the last event with a run that another executor began.
     *
     * @param before how long ago that was
     * @return as {@link #run}
     */
    @Nullable Ending goOn(Duration before) {
        return frame(before, () -> {});
    }

    private @Nullable Ending frame(Duration before, Runnable opening) {
        long begin = System.nanoTime();
        try {
            opening.run();
            var ending = endingOfWork();
            var duration = before.plusNanos(System.nanoTime() - begin);
            journal.announce(
                    AGENT_COMPLETED,
                    event -> event.setCompleted(ending.section(usage.total(), duration)));
            span.end(ending, usage.total());
            LOG.infof("run %s: %s", span.run().runId(), ending.outcome());
            return ending;
        } catch (OwnershipLostException e) {
            span.leave();
            LOG.infof("run %s: left to the partition's next owner", span.run().runId());
            return null;
        }
    }

    private Ending endingOfWork() {
        try {
            return work.get();
        } catch (OwnershipLostException e) {
            throw e;
        } catch (RuntimeException e) {
            // The boundary of the run's thread: whatever went wrong inside, the user is told.
            LOG.errorf(e, "run %s: failed inside", span.run().runId());
            return new Ending.Failed(
                    ErrorCodes.MODEL_ERROR,
                    "Something went wrong in the service. Please try again.");
        }
    }
}
