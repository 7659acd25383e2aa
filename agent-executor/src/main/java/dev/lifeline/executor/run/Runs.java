package dev.lifeline.executor.run;

import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.AgentCatalog;
import dev.lifeline.schemas.avro.CancelRun;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.MDC;
import org.jspecify.annotations.Nullable;

/**
 * The runs of this process: those at work, up to a bound, and those that wait for a place. Those
 * that another executor began come before their tenant's others: they have waited longest. One that
 * must end while it waits is not made to wait for that. One that another waits for has no place of
 * its own: else all places could be taken by runs that wait for one.
 */
@Singleton
public final class Runs {

    private final RunFactory factory;
    private final AgentCatalog catalog;
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

    public Runs(
            RunFactory factory,
            AgentCatalog catalog,
            RunMetrics metrics,
            Clock clock,
            ExecutorConfig config) {
        this.factory = factory;
        this.catalog = catalog;
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
        metrics.runsParked(queue::parked);
        deadlines.setRemoveOnCancelPolicy(true);
    }

    /**
     * Starts the run that an order asks for, or lets it wait for a place, or for an owner that has
     * its agent.
     */
    public void submit(Order order) {
        var run = ticket(order, null);
        if (factory.knows(order.run().agent())) {
            queue.add(run.tenant(), run);
        } else {
            queue.park(run.tenant(), run);
            Thread.ofVirtual().name("catalog").start(() -> unparkUnlessOfferedElsewhere(run));
        }
        begin(run);
    }

    /** An agent that nobody has is no reason to wait. */
    private void unparkUnlessOfferedElsewhere(Ticket run) {
        if (!catalog.offers(run.work().run().agent(), () -> !run.stop().isSet())) {
            queue.unpark(run.tenant(), run);
            startWaiting();
        }
    }

    /**
     * Goes on with the runs that another executor left open, as soon as there are places, or with
     * an owner that has their agents. One that cannot go on is ended at once.
     *
     * @param continuations in the order in which they began, so each child after its parent
     */
    void goOn(List<Continuation> continuations) {
        // All are known before any goes on: a run finds its children, and waits for them.
        continuations.stream().map(this::adopted).toList().forEach(this::goOn);
    }

    private void goOn(Ticket run) {
        if (run.isChild()) {
            start(run);
            return;
        }
        boolean isLost = run.work() instanceof Continuation left && left.obstacle() != null;
        if (!isLost && factory.canRun(run.work().run().agent())) {
            queue.addFirst(run.tenant(), run);
        } else {
            queue.park(run.tenant(), run);
        }
        if (isLost) {
            startIfWaiting(run);
        }
        begin(run);
    }

    private Ticket adopted(Continuation continuation) {
        var identity = continuation.run();
        var parent =
                identity.parentRunId() == null
                        ? null
                        : tickets.get(
                                new Ticket.Key(
                                        identity.tenantId(),
                                        identity.userId(),
                                        identity.parentRunId()));
        var run = ticket(continuation, parent);
        if (parent != null) {
            parent.countDescendant();
            parent.children().findOrAdd(identity.runId(), () -> run);
        }
        return run;
    }

    /** Starts a run at once that another one waits for. */
    Ticket startChild(Ticket parent, ChildOrder order) {
        var run = ticket(order, parent);
        start(run);
        return run;
    }

    /** A run that is at work, or waits. */
    Optional<Ticket> find(Ticket.Key key) {
        return Optional.ofNullable(tickets.get(key));
    }

    private Ticket ticket(Work work, @Nullable Ticket parent) {
        var deadline = factory.deadline(work);
        var run = new Ticket(work, deadline, parent, action -> at(deadline, action));
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

    /** Runs at work; one that another waits for is part of that one. */
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
        // On whatever is logged here, and by the threads of its tools, which begin here.
        MDC.put("runId", run.work().run().runId());
        Ending ending = null;
        try {
            ending = run(run);
        } finally {
            // Not by its key alone: the run may have come back to this process by now.
            tickets.remove(run.key(), run);
            run.close(ending);
            if (!run.isChild()) {
                queue.release(run.tenant());
                startWaiting();
            }
        }
    }

    private @Nullable Ending run(Ticket run) {
        var work = run.work();
        if (!work.owned().isOpen()) {
            return null;
        }
        String runId = work.run().runId();
        work.owned().onSilence(runId, () -> run.stop().stop(Ending.unrecorded()));
        work.owned().opening(runId);
        var before = work.age(clock.instant());
        long begin = System.nanoTime();
        String agent = factory.knownName(work.run().agent());
        var ending = run(run, agent);
        if (ending == null) {
            metrics.runGivenAway();
            return null;
        }
        work.owned().ended(runId);
        run.stop().ended();
        metrics.runEnded(agent, ending.outcome(), before.plusNanos(System.nanoTime() - begin));
        return ending;
    }

    private @Nullable Ending run(Ticket run, String agent) {
        return switch (run.work()) {
            case Order order -> {
                metrics.runStarted(agent);
                yield factory.newRun(run, order.waited(clock.instant())).run(order.onStarted());
            }
            case ChildOrder child -> {
                metrics.runStarted(agent);
                yield factory.newRun(run, Duration.ZERO).run(() -> {});
            }
            case Continuation continuation -> {
                metrics.runGoesOn();
                yield factory.continued(continuation, run).goOn(continuation.age(clock.instant()));
            }
        };
    }
}
