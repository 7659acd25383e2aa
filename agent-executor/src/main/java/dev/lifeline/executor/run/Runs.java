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

    /** Of a run that waits: its command, its signal, its timer. */
    private static final int BYTES_WITHOUT_INPUT = 1024;

    private final RunFactory factory;
    private final RunMetrics metrics;
    private final Clock clock;
    private final long maxWaitingBytes;
    private final long maxWaitingBytesPerTenant;
    private final Map<Key, Ticket> tickets = new ConcurrentHashMap<>();
    private final FairQueue<Ticket> queue;
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
        var run = new Ticket(work, factory.deadline(work));
        work.owned().onLost(run.lost);
        tickets.put(run.key(), run);
        return run;
    }

    private void begin(Ticket run) {
        var _ = run.stop.future().thenRun(() -> startIfWaiting(run));
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
                        new Key(command.getTenantId(), command.getUserId(), command.getRunId()));
        if (run == null) {
            onEnded.run();
        } else {
            run.stop.stop(new Ending.Cancelled());
            run.stop.onEnded(onEnded);
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

    private void startWaiting() {
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
        Thread.ofVirtual().name("run-" + run.work.run().runId()).start(() -> runAndMakePlace(run));
    }

    private void runAndMakePlace(Ticket run) {
        try {
            run(run);
        } finally {
            run.timer.cancel(false);
            run.work.owned().forget(run.lost);
            // Not by its key alone: the run may have come back to this process by now.
            tickets.remove(run.key(), run);
            queue.release(run.tenant());
            startWaiting();
        }
    }

    private void run(Ticket run) {
        var work = run.work;
        if (work.owned().isLost()) {
            return;
        }
        String runId = work.run().runId();
        work.owned().onSilence(runId, () -> run.stop.stop(Ending.unrecorded()));
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
        run.stop.ended();
        metrics.runEnded(agent, ending.outcome(), before.plusNanos(System.nanoTime() - begin));
    }

    private @Nullable Ending run(Work work, Ticket run, String agent) {
        return switch (work) {
            case Order order -> {
                metrics.runStarted(agent);
                yield factory.newRun(order, run.stop, run.deadline).run(order.onStarted());
            }
            case Continuation continuation -> {
                metrics.runGoesOn();
                yield factory.continued(continuation, run.stop)
                        .goOn(continuation.age(clock.instant()));
            }
        };
    }

    /** A run to work on, and where its events go. */
    sealed interface Work {

        RunIdentity run();

        String input();

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
        public String input() {
            return command.getInput();
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
        public String input() {
            return open.first().getStarted().getInput();
        }

        @Override
        public Duration age(Instant now) {
            return Duration.between(open.first().getOccurredAt(), now);
        }
    }

    /** Work from its arrival to its run's end, with what can stop it. */
    private final class Ticket {

        private final Work work;
        private final Instant deadline;
        private final StopSignal stop = new StopSignal();
        private final Runnable lost;
        private final Future<?> timer;

        Ticket(Work work, Instant deadline) {
            this.work = work;
            this.deadline = deadline;
            lost = () -> stop.stop(new Ending.Lost());
            timer =
                    deadlines.schedule(
                            () -> stop.stop(new Ending.TimedOut()),
                            Math.max(0, Duration.between(clock.instant(), deadline).toMillis()),
                            TimeUnit.MILLISECONDS);
        }

        long bytes() {
            return BYTES_WITHOUT_INPUT + 2L * work.input().length();
        }

        String tenant() {
            return work.run().tenantId();
        }

        Key key() {
            var run = work.run();
            return new Key(run.tenantId(), run.userId(), run.runId());
        }
    }

    private record Key(String tenantId, String userId, String runId) {}
}
