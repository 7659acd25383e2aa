package dev.lifeline.executor.run;

import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.schemas.avro.CancelRun;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The runs of this process: those at work, up to a bound, and those that wait for a place. Those
 * that another executor began come before their tenant's others: they have waited longest. One that
 * must end while it waits is not made to wait for that.
 */
@Singleton
public final class Runs {

    private final RunFactory factory;
    private final RunMetrics metrics;
    private final Clock clock;
    private final long maxWaitingBytes;
    private final long maxWaitingBytesPerTenant;
    private final Map<Ticket.Key, Ticket> tickets = new ConcurrentHashMap<>();
    private final FairQueue<Ticket> queue;
    private volatile boolean draining;
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().name("deadlines").daemon().factory());

    public Runs(RunFactory factory, RunMetrics metrics, Clock clock, ExecutorConfig config) {
        this.factory = factory;
        this.metrics = metrics;
        this.clock = clock;
        maxWaitingBytes = config.maxWaiting().asLongValue();
        maxWaitingBytesPerTenant = config.maxWaitingPerTenant().asLongValue();
        queue =
                new FairQueue<>(
                        config.maxRuns(),
                        config.maxRunsPerTenant().orElse(config.maxRuns()),
                        Ticket::bytes);
        metrics.runsWaiting(queue::size);
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /** Starts the run that an order asks for, or lets it wait for a place. */
    public void submit(Order order) {
        var run = ticket(order);
        queue.add(run.tenant(), run);
        begin(run);
    }

    /** Goes on with a run that another executor left open, as soon as there is a place. */
    void goOn(Continuation continuation) {
        var run = ticket(continuation);
        queue.addFirst(run.tenant(), run);
        begin(run);
    }

    private Ticket ticket(Work work) {
        var deadline = factory.deadline(work);
        var run = new Ticket(work, deadline, action -> at(deadline, action));
        tickets.put(run.key(), run);
        return run;
    }

    private Future<?> at(Instant time, Runnable action) {
        long wait = Math.max(0, Duration.between(clock.instant(), time).toMillis());
        return deadlines.schedule(action, wait, TimeUnit.MILLISECONDS);
    }

    private void begin(Ticket run) {
        var _ = run.stop().future().thenRun(() -> startIfWaiting(run));
        startWaiting();
    }

    /**
     * Tells a run to end; harmless when it has.
     *
     * @param onEnded told when its end is in the log: until then, a successor must be told too
     */
    public void cancel(CancelRun command, Runnable onEnded) {
        var run =
                tickets.get(
                        new Ticket.Key(
                                command.getTenantId(), command.getUserId(), command.getRunId()));
        if (run == null) {
            onEnded.run();
        } else {
            run.stop().stop(new Ending.Cancelled());
            run.stop().onEnded(onEnded);
        }
    }

    /** Whether one more run may wait; its tenant's queue is another question. */
    public boolean hasRoom() {
        return queue.bytes() < maxWaitingBytes;
    }

    /** Whether one more run of that tenant may wait. */
    public boolean hasRoom(String tenantId) {
        return queue.bytes(tenantId) < maxWaitingBytesPerTenant;
    }

    /** Runs at work. */
    public int active() {
        return queue.active();
    }

    /** Starts no more of those that wait: this process is to end, and their next owner begins. */
    public void drain() {
        draining = true;
    }

    private void startWaiting() {
        if (draining) {
            return;
        }
        for (var next = queue.take(); next.isPresent(); next = queue.take()) {
            start(next.get());
        }
    }

    /** A run that has been told to end needs no place: it calls neither model nor tools. */
    private void startIfWaiting(Ticket run) {
        if (queue.takeOutOfTurn(run.tenant(), run)) {
            start(run);
        }
    }

    private void start(Ticket run) {
        Thread.ofVirtual()
                .name("run-" + run.work().run().runId())
                .start(() -> runAndMakePlace(run));
    }

    private void runAndMakePlace(Ticket run) {
        try {
            run(run);
        } finally {
            run.close();
            // Not by its key alone: the run may have come back to this process by now.
            tickets.remove(run.key(), run);
            queue.release(run.tenant());
            startWaiting();
        }
    }

    private void run(Ticket run) {
        var work = run.work();
        if (!work.owned().isOpen()) {
            return;
        }
        String runId = work.run().runId();
        work.owned().onSilence(runId, () -> run.stop().stop(Ending.unrecorded()));
        work.owned().opening(runId);
        var before = work.age(clock.instant());
        long begin = System.nanoTime();
        String agent = factory.knownName(work.run().agent());
        var ending = run(work, run, agent);
        if (ending == null) {
            metrics.runGivenAway();
            return;
        }
        work.owned().ended(runId);
        run.stop().ended();
        metrics.runEnded(agent, ending.outcome(), before.plusNanos(System.nanoTime() - begin));
    }

    private @Nullable Ending run(Work work, Ticket run, String agent) {
        return switch (work) {
            case Order order -> {
                metrics.runStarted(agent);
                yield factory.newRun(order, run.stop(), run.deadline()).run(order.onStarted());
            }
            case Continuation continuation -> {
                metrics.runGoesOn();
                yield factory.continued(continuation, run.stop())
                        .goOn(continuation.age(clock.instant()));
            }
        };
    }
}
