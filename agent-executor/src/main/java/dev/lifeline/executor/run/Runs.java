package dev.lifeline.executor.run;

import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.EventWriter;
import dev.lifeline.executor.log.OpenRun;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The runs of this process: those at work, up to a bound, and those that wait for a place. Runs
 * that another executor began come first: their users have waited longest.
 */
@Singleton
public final class Runs {

    private final RunFactory factory;
    private final RunMetrics metrics;
    private final Clock clock;
    private final int places;
    private final Map<Key, StopSignal> stops = new ConcurrentHashMap<>();
    private final Queue<Ticket> waiting = new ArrayDeque<>();
    private final Queue<Ticket> takenOver = new ArrayDeque<>();
    private final ScheduledExecutorService deadlines =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("deadlines").daemon().factory());
    private int active;

    public Runs(RunFactory factory, RunMetrics metrics, Clock clock, ExecutorConfig config) {
        this.factory = factory;
        this.metrics = metrics;
        this.clock = clock;
        places = config.maxRuns();
    }

    /** Starts the run that an order asks for, or lets it wait for a place. */
    public void submit(Order order) {
        enter(order, waiting);
    }

    /** Goes on with a run that another executor left open, as soon as there is a place. */
    void goOn(Continuation run) {
        enter(run, takenOver);
    }

    private void enter(Work work, Queue<Ticket> queue) {
        var ticket = new Ticket(work, new StopSignal());
        stops.put(Key.of(work.run()), ticket.stop());
        synchronized (waiting) {
            queue.add(ticket);
        }
        startWaiting();
    }

    /**
     * Tells a run to end; harmless when it has.
     *
     * @param onEnded told when its end is in the log: until then, a successor must be told too
     */
    public void cancel(CancelRun command, Runnable onEnded) {
        var stop =
                stops.get(new Key(command.getTenantId(), command.getUserId(), command.getRunId()));
        if (stop == null) {
            onEnded.run();
        } else {
            stop.stop(new Ending.Cancelled());
            stop.onEnded(onEnded);
        }
    }

    /** Runs that have not begun and wait for a place. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Runs at work. */
    public int active() {
        synchronized (waiting) {
            return active;
        }
    }

    private void startWaiting() {
        while (true) {
            Ticket next;
            synchronized (waiting) {
                next = active < places ? poll() : null;
                if (next == null) {
                    return;
                }
                active++;
            }
            Thread.ofVirtual()
                    .name("run-" + next.work().run().runId())
                    .start(() -> runAndMakePlace(next));
        }
    }

    private @Nullable Ticket poll() {
        var next = takenOver.poll();
        return next == null ? waiting.poll() : next;
    }

    private void runAndMakePlace(Ticket ticket) {
        try {
            run(ticket.work(), ticket.stop());
        } finally {
            // Not by its key alone: the run may have come back to this process by now.
            stops.remove(Key.of(ticket.work().run()), ticket.stop());
            synchronized (waiting) {
                active--;
            }
            startWaiting();
        }
    }

    private void run(Work work, StopSignal stop) {
        if (work.owned().isLost()) {
            return;
        }
        var deadline = factory.deadline(work);
        var timer =
                deadlines.schedule(
                        () -> stop.stop(new Ending.TimedOut()),
                        Math.max(0, Duration.between(clock.instant(), deadline).toMillis()),
                        TimeUnit.MILLISECONDS);
        work.owned().onLost(() -> stop.stop(new Ending.Lost()));
        work.owned().opening(work.run().runId());
        var before = work.age(clock.instant());
        long begin = System.nanoTime();
        String agent = factory.knownName(work.run().agent());
        var ending = run(work, stop, deadline, agent);
        timer.cancel(false);
        if (ending == null) {
            metrics.runGivenAway();
            return;
        }
        work.owned().ended(work.run().runId());
        stop.ended();
        metrics.runEnded(agent, ending.outcome(), before.plusNanos(System.nanoTime() - begin));
    }

    private @Nullable Ending run(Work work, StopSignal stop, Instant deadline, String agent) {
        return switch (work) {
            case Order order -> {
                metrics.runStarted(agent);
                yield factory.newRun(order, stop, deadline).run(order.onStarted());
            }
            case Continuation continuation -> {
                metrics.runGoesOn();
                yield factory.continued(continuation, stop).goOn(continuation.age(clock.instant()));
            }
        };
    }

    /** A run to work on, and where its events go. */
    sealed interface Work {

        RunIdentity run();

        OwnedPartition owned();

        EventWriter log();

        String executorId();

        /** How long ago the run began. */
        Duration age(Instant now);
    }

    /**
     * A run to start.
     *
     * @param onStarted told when the run's first event is in the log
     */
    public record Order(
            StartRun command,
            OwnedPartition owned,
            EventWriter log,
            String executorId,
            Runnable onStarted)
            implements Work {

        @Override
        public RunIdentity run() {
            return RunIdentity.of(command);
        }

        @Override
        public Duration age(Instant now) {
            return Duration.ZERO;
        }
    }

    /**
     * A run that another executor began and left open.
     *
     * @param obstacle what stands against going on with it; then it is ended
     */
    record Continuation(
            OpenRun open,
            Ending.@Nullable Lost obstacle,
            OwnedPartition owned,
            EventWriter log,
            String executorId)
            implements Work {

        @Override
        public RunIdentity run() {
            return RunIdentity.of(open.first());
        }

        @Override
        public Duration age(Instant now) {
            return Duration.between(open.first().getOccurredAt(), now);
        }
    }

    /** A run's place in a queue, and the means to stop it. */
    private record Ticket(Work work, StopSignal stop) {}

    private record Key(String tenantId, String userId, String runId) {
        static Key of(RunIdentity run) {
            return new Key(run.tenantId(), run.userId(), run.runId());
        }
    }
}
