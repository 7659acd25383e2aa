package dev.lifeline.executor.run;

import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.EventWriter;
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

/**
 * The runs of this process: those at work, up to a bound, and those that wait for a place. One that
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
        var run = new Ticket(order, factory.deadline(order.command()));
        order.owned().onLost(run.lost);
        tickets.put(run.key(), run);
        queue.add(run.tenant(), run);
        var _ = run.stop.future().thenRun(() -> startIfWaiting(run));
        startWaiting();
    }

    /** Tells a run to end; harmless when it has. */
    public void cancel(CancelRun command) {
        var run =
                tickets.get(
                        new Key(command.getTenantId(), command.getUserId(), command.getRunId()));
        if (run != null) {
            run.stop.stop(new Ending.Cancelled());
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
        Thread.ofVirtual()
                .name("run-" + run.order.command().getRunId())
                .start(() -> runAndMakePlace(run));
    }

    private void runAndMakePlace(Ticket run) {
        try {
            run(run);
        } finally {
            run.timer.cancel(false);
            run.order.owned().forget(run.lost);
            tickets.remove(run.key(), run);
            queue.release(run.tenant());
            startWaiting();
        }
    }

    private void run(Ticket run) {
        var order = run.order;
        if (order.owned().isLost()) {
            return;
        }
        String runId = order.command().getRunId();
        order.owned().opening(runId);
        long begin = System.nanoTime();
        String agent = factory.knownName(order.command().getAgent());
        metrics.runStarted(agent);
        var ending = factory.newRun(order, run.stop, run.deadline).run(order.onStarted());
        if (ending == null) {
            metrics.runGivenAway();
            return;
        }
        order.owned().ended(runId);
        metrics.runEnded(agent, ending.outcome(), Duration.ofNanos(System.nanoTime() - begin));
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
            Runnable onStarted) {}

    /** An order from its arrival to its run's end, with what can stop it. */
    private final class Ticket {

        private final Order order;
        private final Instant deadline;
        private final StopSignal stop = new StopSignal();
        private final Runnable lost;
        private final Future<?> timer;

        Ticket(Order order, Instant deadline) {
            this.order = order;
            this.deadline = deadline;
            lost = () -> stop.stop(new Ending.Lost());
            timer =
                    deadlines.schedule(
                            () -> stop.stop(new Ending.TimedOut()),
                            Math.max(0, Duration.between(clock.instant(), deadline).toMillis()),
                            TimeUnit.MILLISECONDS);
        }

        long bytes() {
            return BYTES_WITHOUT_INPUT + 2L * order.command().getInput().length();
        }

        String tenant() {
            return order.command().getTenantId();
        }

        Key key() {
            var command = order.command();
            return new Key(command.getTenantId(), command.getUserId(), command.getRunId());
        }
    }

    private record Key(String tenantId, String userId, String runId) {}
}
