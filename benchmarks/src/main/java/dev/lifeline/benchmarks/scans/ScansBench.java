package dev.lifeline.benchmarks.scans;

import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.monitor.stream.PartitionUnderScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Measures the monitor's scan of one partition: with ever more open runs, and after very many have
 * ended; beside reading all runs, and beside searching the index from its beginning.
 */
public final class ScansBench {

    private static final Path DIRECTORY = Path.of("benchmarks", "target", "scans");
    private static final Instant BEGINNING = Instant.parse("2026-11-25T08:00:00Z");
    private static final Duration FAR = Duration.ofDays(30);
    private static final Duration ENDED_RETENTION = Duration.ofMinutes(1);
    private static final Duration MEASURED = ScansLoad.INTERVAL.multipliedBy(ScansLoad.SCANS);

    /** From now until the first deadline: so long it takes runs to begin, by the told clock. */
    private static final Duration LEAD = Duration.ofMinutes(10);

    private static final int DUE = ScansLoad.DUE * ScansLoad.SCANS;
    private static final int WARM_UPS = 3;
    private static final int SEARCHES = 20;
    private static final int DIGITS = 3;

    private final ScansLoad load;
    private final Faults faults = new Faults();
    private int ended;

    /**
     * @param quick up to a hundred thousand open runs, in place of a million
     */
    public ScansBench(boolean quick) {
        load = quick ? ScansLoad.quick() : ScansLoad.full();
    }

    /**
     * Runs and prints.
     *
     * @return whether exactly the right alerts fired
     */
    public boolean run() throws IOException {
        delete(DIRECTORY);
        Files.createDirectories(DIRECTORY);
        try (var partition = new PartitionUnderScan(DIRECTORY, FAR, ENDED_RETENTION, BEGINNING)) {
            var runs = new OpenRuns(partition, BEGINNING);
            warmUp(partition, runs);
            var levels = new ArrayList<Level>();
            for (int open : load.open()) {
                levels.add(level(partition, runs, open));
            }
            endAll(partition, runs);
            levels.add(level(partition, runs, load.open().getFirst()));
            if (partition.missed() > 0) {
                faults.add("%d due runs were missed".formatted(partition.missed()));
            }
            new ScansReport(levels, faults).print();
        }
        delete(DIRECTORY);
        return faults.count() == 0;
    }

    /** The same as will be measured, so that a compiler has seen it. */
    private void warmUp(PartitionUnderScan partition, OpenRuns runs) {
        for (int i = 0; i < WARM_UPS; i++) {
            var _ = level(partition, runs, load.open().getFirst());
            endAll(partition, runs);
        }
    }

    private Level level(PartitionUnderScan partition, OpenRuns runs, int open) {
        var from = runs.now().plus(LEAD);
        runs.beginUpTo(open, DUE, from, MEASURED, FAR);
        long before = partition.fired();
        var scans = new Histogram(DIGITS);
        runs.goOnTo(from);
        var _ = partition.scan();
        for (int i = 0; i < ScansLoad.SCANS; i++) {
            runs.goOnTo(runs.now().plus(ScansLoad.INTERVAL));
            scans.recordValue(partition.scan());
        }
        long fired = partition.fired() - before;
        if (fired != DUE) {
            faults.add("%d alerts fired with %d open runs, not %d".formatted(fired, open, DUE));
        }
        return new Level(
                open,
                ended,
                scans,
                times(SEARCHES, partition::searchFromTheBeginning),
                times(load.fullScans(), partition::scanAllRuns));
    }

    /** Ends all runs, and lets them be forgotten. */
    private void endAll(PartitionUnderScan partition, OpenRuns runs) {
        ended += runs.size();
        var last = runs.endAll();
        runs.goOnTo(runs.now().plus(ENDED_RETENTION).plusSeconds(1));
        while (partition.knows(last)) {
            var _ = partition.scan();
        }
    }

    private static Histogram times(int number, Measurement measurement) {
        var times = new Histogram(DIGITS);
        for (int i = 0; i < number; i++) {
            times.recordValue(measurement.nanos());
        }
        return times;
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var all = Files.walk(directory)) {
                List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
                for (var each : deepestFirst) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    /** Something that tells how long it took. */
    @FunctionalInterface
    private interface Measurement {
        long nanos();
    }
}
