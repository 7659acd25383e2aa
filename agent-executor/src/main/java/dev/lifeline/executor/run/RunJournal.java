package dev.lifeline.executor.run;

import dev.lifeline.executor.log.Hold;
import dev.lifeline.schemas.avro.AgentEvent;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The events of one run: numbers them without a hole, and returns only when each has been read back
 * from the log. Thread-safe, because parallel tools share it.
 */
final class RunJournal {

    private final RunIdentity run;
    private final Writer writer;
    private final EventAppender appender;
    private final Clock clock;
    private final Timer latency;
    private final ReentrantLock order = new ReentrantLock();
    private long sequence;

    /**
     * @param lastSequence of the run's last event in the log; 0 if it has none
     */
    RunJournal(
            RunIdentity run,
            Writer writer,
            long lastSequence,
            EventAppender appender,
            Clock clock,
            Timer latency) {
        this.run = run;
        this.writer = writer;
        this.sequence = lastSequence;
        this.appender = appender;
        this.clock = clock;
        this.latency = latency;
    }

    /**
     * Writes the run's next event and waits, as long as that takes, until it counts.
     *
     * @param section sets the fields that the type has
     * @return when it occurred, as it says itself
     * @throws dev.lifeline.executor.log.OwnershipLostException if the run is another executor's now
     */
    Instant announce(String type, Consumer<AgentEvent.Builder> section) {
        var sample = Timer.start();
        try {
            var appended = append(type, section);
            appended.confirmation().join();
            sample.stop(latency);
            return appended.occurredAt();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** As {@link EventAppender#hold}. */
    Hold hold() {
        return appender.hold(run.runId());
    }

    private Appended append(String type, Consumer<AgentEvent.Builder> section) {
        order.lock();
        try {
            var event = envelope(type, sequence + 1);
            section.accept(event);
            var appended = appender.append(Disclosure.of(event.build()));
            // What was refused before it was written leaves its number to the next.
            sequence += appended.isCompletedExceptionally() ? 0 : 1;
            return new Appended(event.getOccurredAt(), appended);
        } finally {
            order.unlock();
        }
    }

    private AgentEvent.Builder envelope(String type, long number) {
        return AgentEvent.newBuilder()
                .setId(run.runId() + ":" + number)
                .setType(type)
                .setRunId(run.runId())
                .setSequence(number)
                .setAttempt(writer.attempt())
                .setTenantId(run.tenantId())
                .setUserId(run.userId())
                .setThreadId(run.threadId())
                .setParentRunId(run.parentRunId())
                .setPreviousRunId(run.previousRunId())
                .setAgent(run.agent())
                .setExecutorId(writer.executorId())
                .setOwnerEpoch(writer.ownerEpoch())
                .setOccurredAt(clock.instant().truncatedTo(ChronoUnit.MICROS))
                .setTraceparent(run.traceparent());
    }

    /** The number of executors that have worked on the run, this one included. */
    int attempt() {
        return writer.attempt();
    }

    /** An event on its way. */
    private record Appended(Instant occurredAt, CompletableFuture<Long> confirmation) {}

    /** Who writes the run's events at present. */
    record Writer(String executorId, long ownerEpoch, int attempt) {}
}
