package dev.lifeline.benchmarks.detection;

import dev.lifeline.benchmarks.kafka.BenchmarkBroker;
import dev.lifeline.benchmarks.load.EventPen;
import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.benchmarks.load.LongRun;
import dev.lifeline.benchmarks.monitor.AlertLedger;
import dev.lifeline.benchmarks.monitor.AlertReader;
import dev.lifeline.benchmarks.monitor.DeadlinesOnly;
import dev.lifeline.benchmarks.monitor.MonitorProcess;
import dev.lifeline.benchmarks.process.Cores;
import dev.lifeline.benchmarks.process.LatencyBuckets;
import dev.lifeline.benchmarks.process.LiveHeap;
import dev.lifeline.benchmarks.process.Patience;
import dev.lifeline.schemas.Topics;
import dev.lifeline.schemas.UserKey;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Lets some of very many open runs run out of time while nothing is written, and measures when the
 * alerts arrive at whoever reads what is committed; then lets some of them end after all.
 */
public final class DetectionBench {

    private static final int PARTITIONS = Topics.LOCAL_PARTITIONS;
    private static final Path DIRECTORY = Path.of("benchmarks", "target", "detection");
    private static final DeadlinesOnly DEADLINES =
            new DeadlinesOnly(DetectionLoad.GRACE, DetectionLoad.FAR);
    private static final Duration FILL_LIMIT = Duration.ofMinutes(3);
    private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(15);

    /** What should not come is waited for as well. */
    private static final Duration MORE = Duration.ofSeconds(3);

    private final DetectionLoad load;
    private final Clock clock = Clock.systemUTC();
    private final Faults faults = new Faults();
    private final AlertLedger ledger = new AlertLedger(faults);
    private final SplittableRandom random = new SplittableRandom(DetectionLoad.SEED);

    /**
     * @param quick ten thousand open runs, in place of a hundred thousand
     */
    public DetectionBench(boolean quick) {
        load = quick ? DetectionLoad.quick() : DetectionLoad.full();
    }

    /**
     * Runs and prints.
     *
     * @return whether exactly the right alerts came
     */
    public boolean run() throws Exception {
        var cores = Cores.divide();
        cores.takeOthers();
        try (var broker = BenchmarkBroker.start(PARTITIONS);
                var monitor =
                        cores.startService(() ->
                                MonitorProcess.start(
                                        broker.clientSettings(), DEADLINES.settings(), DIRECTORY));
                var pen = EventPen.takeAll(broker.clientSettings(), PARTITIONS);
                var _ = new AlertReader(broker.clientSettings(), ledger, faults)) {
            monitor.awaitReady();
            new DetectionReport(load, cores, measure(monitor, pen), ledger, faults).print();
        }
        return faults.count() == 0;
    }

    private Measured measure(MonitorProcess monitor, EventPen pen) throws Exception {
        var idle = monitor.liveHeap("idle");
        long begin = System.nanoTime();
        begin(pen, load.open() - load.stuck(), clock.instant().plus(DetectionLoad.FAR));
        monitor.awaitOpenRuns(load.open() - load.stuck(), FILL_LIMIT);
        var filled = Duration.ofNanos(System.nanoTime() - begin);
        var full = monitor.liveHeap("full");
        var before = monitor.measurements().scans();
        var used = monitor.usage();
        var stuck = beginStuck(pen);
        awaitAlerts();
        double cores = monitor.usage().coresSince(used);
        var scans = monitor.measurements().scans().since(before);
        endLate(pen, stuck.subList(0, load.late()));
        var questions = new Questions(monitor, faults);
        int listed = Math.min(100, load.stuck() - load.late());
        var find = questions.ask("/v1/runs/" + stuck.getLast().runId(), 1, load.finds());
        var listStuck = questions.ask("/v1/runs?state=stuck&limit=100", listed, load.lists());
        var listOpen = questions.ask("/v1/runs?state=open&limit=100", 100, load.lists());
        ledger.requireComplete();
        return new Measured(
                filled, idle, full, cores, scans, find, listStuck, listOpen, monitor.stop());
    }

    private void begin(EventPen pen, int runs, Instant deadline) {
        for (int i = 0; i < runs; i++) {
            begin(run(pen, i), deadline);
        }
        pen.flush();
    }

    /** The last of the open runs, written at once, of users all over the partitions. */
    private List<LongRun> beginStuck(EventPen pen) {
        var now = clock.instant();
        var stuck = new ArrayList<LongRun>();
        for (int i = 0; i < load.stuck(); i++) {
            long later = DetectionLoad.LEAD.toMillis() + random.nextLong(load.over().toMillis());
            var deadline = Instant.ofEpochMilli(now.toEpochMilli() + later);
            var run = run(pen, load.open() - load.stuck() + i);
            ledger.expect(run.runId(), deadline.plus(DetectionLoad.GRACE));
            begin(run, deadline);
            stuck.add(run);
        }
        pen.flush();
        return stuck;
    }

    private void begin(LongRun run, Instant deadline) {
        run.begin(clock.instant(), deadline);
        run.say(clock.instant(), DetectionLoad.TEXT);
    }

    private LongRun run(EventPen pen, int number) {
        var user = new UserKey("default", "user-" + number % load.users());
        return new LongRun(pen, user, clock.instant(), number);
    }

    private void awaitAlerts() throws InterruptedException {
        var limit =
                DetectionLoad.LEAD.plus(load.over()).plus(DetectionLoad.GRACE).plus(ARRIVAL_LIMIT);
        // Whether all have come in the end is the ledger's to tell.
        var _ = new Patience(limit).within(() -> ledger.fired() == load.stuck());
        TimeUnit.NANOSECONDS.sleep(MORE.toNanos());
    }

    private void endLate(EventPen pen, List<LongRun> late)
            throws InterruptedException, ExecutionException {
        long pause = load.lateOver().toNanos() / late.size();
        var ends = new HashMap<String, Future<RecordMetadata>>();
        for (var run : late) {
            ledger.expectEnd(run.runId());
            ends.put(run.runId(), run.end(clock.instant()));
            TimeUnit.NANOSECONDS.sleep(pause);
        }
        pen.flush();
        for (var end : ends.entrySet()) {
            // The broker's own time, since it stamps what it appends.
            ledger.ended(end.getKey(), Instant.ofEpochMilli(end.getValue().get().timestamp()));
        }
        var _ = new Patience(ARRIVAL_LIMIT).within(() -> ledger.resolved() == late.size());
        TimeUnit.NANOSECONDS.sleep(MORE.toNanos());
    }

    /**
     * What was seen from outside, beside the ledger.
     *
     * @param filled from the first event until the monitor's table had all but the last runs
     * @param idle the heap before the first run
     * @param full the heap with all but the last runs open
     * @param cores of the monitor in use while runs ran out of time
     * @param scans by the monitor's own account, meanwhile
     * @param find one run, in microseconds
     * @param listStuck a hundred runs that are stuck, in microseconds
     * @param listOpen a hundred runs that are open, in microseconds
     * @param stateBytes of the monitor's directory after its end
     */
    record Measured(
            Duration filled,
            LiveHeap idle,
            LiveHeap full,
            double cores,
            LatencyBuckets scans,
            Histogram find,
            Histogram listStuck,
            Histogram listOpen,
            long stateBytes) {}
}
