package dev.lifeline.benchmarks.runs;

import dev.lifeline.benchmarks.kafka.BenchmarkBroker;
import dev.lifeline.benchmarks.process.LatencyBuckets;
import dev.lifeline.benchmarks.process.LiveHeap;
import dev.lifeline.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Lets one executor process carry very many runs at once, holds the log against what is promised,
 * and prints what a run costs.
 */
public final class RunsUnderLoad {

    private static final int PARTITIONS = Topics.LOCAL_PARTITIONS;
    private static final Path DIRECTORY = Path.of("benchmarks", "target", "runs");
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Load load;
    private final Clock clock = Clock.systemUTC();

    /**
     * @param quick five hundred runs of five seconds, in place of ten thousand of thirty
     */
    public RunsUnderLoad(boolean quick) {
        load = quick ? Load.quick() : Load.full();
    }

    /**
     * Runs and prints.
     *
     * @return whether every run was as promised
     */
    public boolean run() throws Exception {
        try (var broker = BenchmarkBroker.start(PARTITIONS);
                var executor = ExecutorProcess.start(broker.clientSettings(), load, DIRECTORY)) {
            executor.awaitReady();
            try (var log = new LogFollower(broker.clientSettings(), PARTITIONS);
                    var orders = new Orders(broker.clientSettings(), PARTITIONS)) {
                var measured = measure(executor, log, orders);
                var recording =
                        Recording.read(executor.stop(), measured.allStarted(), measured.measured());
                var report = new Report(load, measured, recording);
                report.print(log);
                return log.ask(report::isAsPromised);
            }
        }
    }

    private Measured measure(ExecutorProcess executor, LogFollower log, Orders orders)
            throws IOException, ExecutionException, InterruptedException {
        warmUp(executor, log, orders);
        var idle = executor.liveHeap("idle");
        var begin = executor.announcements();
        orders.send(load.runs(), load.rampUp());
        await(runs -> runs.started() == load.allRuns(), log, executor);
        var allStarted = clock.instant();
        var before = executor.announcements();
        long eventsBefore = log.ask(RunLedger::events);
        TimeUnit.NANOSECONDS.sleep(load.window().toNanos());
        var after = executor.announcements();
        long events = log.ask(RunLedger::events) - eventsBefore;
        var measured = clock.instant();
        int open = log.ask(RunLedger::open);
        var loaded = executor.liveHeap("loaded");
        await(runs -> runs.ended() == load.allRuns(), log, executor);
        return new Measured(
                allStarted,
                measured,
                open,
                events / seconds(allStarted, measured),
                after.since(before),
                executor.announcements().since(begin),
                idle,
                loaded,
                executor.liveHeap("done"));
    }

    private void warmUp(ExecutorProcess executor, LogFollower log, Orders orders)
            throws ExecutionException, InterruptedException {
        orders.send(load.warmUps(), load.rampUp());
        await(runs -> runs.ended() == load.warmUps(), log, executor);
        log.ask(runs -> {
            runs.forgetDurations();
            return runs;
        });
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / 1e9;
    }

    private static void await(
            Predicate<RunLedger> condition, LogFollower log, ExecutorProcess executor)
            throws ExecutionException, InterruptedException {
        try {
            var _ =
                    CompletableFuture.anyOf(log.when(condition), executor.untilItEnds())
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(log.ask(RunsUnderLoad::standstill), e);
        }
    }

    private static String standstill(RunLedger runs) {
        return "after %d s, %d runs have begun and %d ended; not as promised: %s"
                .formatted(LIMIT.toSeconds(), runs.started(), runs.ended(), runs.faults());
    }

    /**
     * What was seen from outside.
     *
     * @param allStarted when the last run had begun
     * @param measured when the time to measure in was over
     * @param open runs that were then open
     * @param eventsPerSecond written meanwhile
     * @param latency of announcements meanwhile
     * @param latencyOfAll from the first run to the last
     * @param idle the heap before the first run
     * @param loaded the heap with all runs open
     * @param done the heap after the last run
     */
    record Measured(
            Instant allStarted,
            Instant measured,
            int open,
            double eventsPerSecond,
            LatencyBuckets latency,
            LatencyBuckets latencyOfAll,
            LiveHeap idle,
            LiveHeap loaded,
            LiveHeap done) {}
}
