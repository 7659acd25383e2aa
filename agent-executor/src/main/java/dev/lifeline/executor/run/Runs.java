package dev.lifeline.executor.run;

import dev.lifeline.executor.config.ExecutorConfig;
import dev.lifeline.executor.log.EventWriter;
import dev.lifeline.executor.log.OwnedPartition;
import dev.lifeline.schemas.avro.CancelRun;
import dev.lifeline.schemas.avro.StartRun;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The runs of this process: those at work, up to a bound, and those that wait for a place. */
@Singleton
public final class Runs {

    private final RunFactory factory;
    private final RunMetrics metrics;
    private final Clock clock;
    private final int places;
    private final Map<Key, StopSignal> stops = new ConcurrentHashMap<>();
    private final Queue<Order> waiting = new ArrayDeque<>();
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
        stops.put(Key.of(order.command()), new StopSignal());
        synchronized (waiting) {
            waiting.add(order);
        }
        startWaiting();
    }

    /** Tells a run to end; harmless when it has. */
    public void cancel(CancelRun command) {
        var stop =
                stops.get(new Key(command.getTenantId(), command.getUserId(), command.getRunId()));
        if (stop != null) {
            stop.stop(new Ending.Cancelled());
        }
    }

    /** Runs that wait for a place. */
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
            Order next;
            synchronized (waiting) {
                next = active < places ? waiting.poll() : null;
                if (next == null) {
                    return;
                }
                active++;
            }
            Thread.ofVirtual()
                    .name("run-" + next.command().getRunId())
                    .start(() -> runAndMakePlace(next));
        }
    }

    private void runAndMakePlace(Order order) {
        try {
            run(order);
        } finally {
            stops.remove(Key.of(order.command()));
            synchronized (waiting) {
                active--;
            }
            startWaiting();
        }
    }

    private void run(Order order) {
        if (order.owned().isLost()) {
            return;
        }
        var command = order.command();
        var stop = stops.getOrDefault(Key.of(command), new StopSignal());
        var deadline = factory.deadline(command);
        var timer =
                deadlines.schedule(
                        () -> stop.stop(new Ending.TimedOut()),
                        Math.max(0, Duration.between(clock.instant(), deadline).toMillis()),
                        TimeUnit.MILLISECONDS);
        order.owned().onLost(() -> stop.stop(new Ending.Lost()));
        order.owned().onSilence(command.getRunId(), () -> stop.stop(Ending.unrecorded()));
        order.owned().opening(command.getRunId());
        long begin = System.nanoTime();
        String agent = factory.knownName(command.getAgent());
        metrics.runStarted(agent);
        var ending = factory.newRun(order, stop, deadline).run(order.onStarted());
        timer.cancel(false);
        if (ending == null) {
            metrics.runGivenAway();
            return;
        }
        order.owned().ended(command.getRunId());
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

    private record Key(String tenantId, String userId, String runId) {
        static Key of(StartRun command) {
            return new Key(command.getTenantId(), command.getUserId(), command.getRunId());
        }
    }
}
