package dev.lifeline.benchmarks.scans;

import dev.lifeline.benchmarks.load.Faults;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What is printed of the scans. */
record ScansReport(List<Level> levels, Faults faults) {

    private static final double MOST_OF_FEWEST = 2;
    private static final double MILLI = 1e6;

    void print() {
        System.out.printf(
                "%d scans at each level, about %d runs due in each; milliseconds%n%n"
                        + "   open runs       ended    scan p50, p99, max          p99/first   from the beginning p50   all runs p50%n",
                ScansLoad.SCANS, ScansLoad.DUE);
        levels.forEach(this::printLevel);
        boolean met = levels.stream().allMatch(level -> ratio(level) <= MOST_OF_FEWEST);
        System.out.printf(
                "%ntarget, p99 at most %.1f of the first level's: %s%n",
                MOST_OF_FEWEST, met ? "met" : "MISSED");
        System.out.printf(
                "not as promised: %s%n",
                faults.count() == 0
                        ? "nothing: each run that was due fired once, and no other"
                        : faults.count() + " faults; the figures are void");
        faults.first().forEach(System.out::println);
    }

    private void printLevel(Level level) {
        System.out.printf(
                "%12d%12d%8.2f,%8.2f,%8.2f%13.2f%25.2f%15.1f%n",
                level.open(),
                level.ended(),
                millis(level.scans(), 50),
                millis(level.scans(), 99),
                millis(level.scans(), 100),
                ratio(level),
                millis(level.fromTheBeginning(), 50),
                millis(level.allRuns(), 50));
    }

    private double ratio(Level level) {
        return millis(level.scans(), 99) / millis(levels.getFirst().scans(), 99);
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / MILLI;
    }
}
