package dev.lifeline.benchmarks.catchup;

import dev.lifeline.benchmarks.kafka.BenchmarkBroker;
import dev.lifeline.benchmarks.load.EventPen;
import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.benchmarks.monitor.AlertLedger;
import dev.lifeline.benchmarks.monitor.AlertReader;
import dev.lifeline.benchmarks.monitor.DeadlinesOnly;
import dev.lifeline.benchmarks.monitor.MonitorProcess;
import dev.lifeline.benchmarks.process.Cores;
import dev.lifeline.benchmarks.process.Patience;
import dev.lifeline.schemas.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Has the monitor read a log that is there already, and restore its stores; beside Flink CEP, which
 * looks for the runs that never ended in the same log.
 */
public final class CatchUpBench {

    private static final int PARTITIONS = Topics.LOCAL_PARTITIONS;
    private static final int THREADS = 1;
    private static final String APPLICATION = "lifeline-monitor";
    private static final String FOUND_BY_FLINK = "flink.alerts";
    private static final Path DIRECTORY = Path.of("benchmarks", "target", "monitor");
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Duration ARRIVAL_LIMIT = CatchUpLoad.DEADLINE.multipliedBy(2);

    /** What should not come is waited for as well. */
    private static final Duration MORE = Duration.ofSeconds(3);

    private static final Map<String, String> SETTINGS =
            new DeadlinesOnly(CatchUpLoad.GRACE, Duration.ofHours(6)).settings();

    private final CatchUpLoad load;
    private final Faults faults = new Faults();
    private final AlertLedger ledger = new AlertLedger(faults);

    /**
     * One that is to be run once.
     *
     * @param quick a hundred thousand events, in place of a million
     */
    public CatchUpBench(boolean quick) {
        load = quick ? CatchUpLoad.quick() : CatchUpLoad.full();
    }

    /**
     * Runs and prints.
     *
     * @return whether exactly the right runs were found
     */
    public boolean run() throws Exception {
        var cores = Cores.divide();
        cores.takeOthers();
        try (var broker = BenchmarkBroker.start(PARTITIONS);
                var pen = EventPen.takeAll(broker.clientSettings(), PARTITIONS);
                var _ = new AlertReader(broker.clientSettings(), ledger, faults)) {
            var stuck = new Prefill(pen, load, Clock.systemUTC()).write();
            stuck.forEach(
                    (runId, deadline) -> ledger.expect(runId, deadline.plus(CatchUpLoad.GRACE)));
            var report = new CatchUpReport(load, cores);
            var monitor = monitor(broker.clientSettings(), cores);
            report.print(monitor);
            report.print(flink(broker, cores, stuck), monitor.speed());
            report.print(faults);
        }
        return faults.count() == 0;
    }

    private OfMonitor monitor(Map<String, Object> kafka, Cores cores) throws Exception {
        Speed speed;
        Duration cpu;
        long stateBytes;
        try (var monitor =
                cores.startService(() -> MonitorProcess.start(kafka, SETTINGS, DIRECTORY))) {
            speed = new Committed(kafka, APPLICATION, PARTITIONS).untilTheEnd(LIMIT);
            cpu = monitor.usage().cpu();
            // Whether all have come in the end is the ledger's to tell.
            var _ = new Patience(ARRIVAL_LIMIT).within(() -> ledger.fired() == load.stuck());
            TimeUnit.NANOSECONDS.sleep(MORE.toNanos());
            ledger.requireComplete();
            stateBytes = monitor.stop();
        }
        long changelog = new Changelogs(kafka, APPLICATION).records();
        var kept = untilReady(cores, () -> MonitorProcess.startAgain(kafka, SETTINGS, DIRECTORY));
        var restored = untilReady(cores, () -> MonitorProcess.start(kafka, SETTINGS, DIRECTORY));
        return new OfMonitor(speed, cpu, stateBytes, changelog, kept, restored);
    }

    private static Duration untilReady(Cores cores, Callable<MonitorProcess> start)
            throws Exception {
        long begin = System.nanoTime();
        try (var monitor = cores.startService(start)) {
            monitor.awaitReady();
            return Duration.ofNanos(System.nanoTime() - begin);
        }
    }

    private Speed flink(BenchmarkBroker broker, Cores cores, Map<String, Instant> stuck)
            throws Exception {
        broker.createTopicLike(Topics.ALERTS, FOUND_BY_FLINK);
        var flink =
                new FlinkProcess(
                        broker.bootstrapServers(), Topics.EVENTS, FOUND_BY_FLINK, DIRECTORY);
        try (var process = cores.startService(() -> flink.start(CatchUpLoad.DEADLINE, THREADS))) {
            var speed = flink.await(process);
            new FoundByFlink(broker.clientSettings(), FOUND_BY_FLINK, faults)
                    .require(stuck.keySet());
            return speed;
        }
    }

    /**
     * What was seen of the monitor.
     *
     * @param speed of reading
     * @param cpu from its start until it had read everything
     * @param stateBytes of its directory, with all runs, most of them ended
     * @param changelog records from which its stores are restored
     * @param kept from its start until it is ready, with its state directory
     * @param restored the same without
     */
    record OfMonitor(
            Speed speed,
            Duration cpu,
            long stateBytes,
            long changelog,
            Duration kept,
            Duration restored) {}
}
