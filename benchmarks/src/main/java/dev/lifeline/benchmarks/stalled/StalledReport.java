package dev.lifeline.benchmarks.stalled;

import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.benchmarks.process.Cores;
import java.time.Duration;
import java.util.List;

/** What is printed of phases with stalled users and without. */
record StalledReport(StalledLoad load, Faults faults) {

    private static final double MOST_OF_WITHOUT = 1.5;

    void printHead(Cores cores) {
        System.out.printf(
                "%d users who read, %.0f events/s; %d who stop for %d s, while %.1f MB are written for"
                        + " them; %s%n",
                load.healthy(),
                load.healthyRate(),
                load.stalled(),
                load.phase().toSeconds(),
                load.stalledMegabytes(),
                cores.describe("gateway"));
    }

    void print(Duration silence, List<Pair> pairs) {
        System.out.printf(
                "%nclients are taken for gone after %d s%n"
                        + "  #   p50, p99 ms without       with   p99 ratio   heap MiB before, during, after"
                        + "   queued MiB   closed   read after s%n",
                silence.toSeconds());
        int number = 1;
        for (var pair : pairs) {
            System.out.printf(
                    "%3d %13.2f, %7.2f %10.2f, %7.2f %6.2f %14.1f, %6.1f, %6.1f %12.1f %8.0f %14.2f%n",
                    number++,
                    pair.without().getValueAtPercentile(50) / 1e3,
                    Pair.p99(pair.without()),
                    pair.with().getValueAtPercentile(50) / 1e3,
                    Pair.p99(pair.with()),
                    pair.ratio(),
                    pair.before().mebibytes(),
                    pair.during().mebibytes(),
                    pair.after().mebibytes(),
                    pair.queuedBytes() / 1024 / 1024,
                    pair.closed(),
                    pair.readAfter().toNanos() / 1e9);
        }
        var ratios = pairs.stream().mapToDouble(Pair::ratio).summaryStatistics();
        System.out.printf(
                "p99 with stalled users, of that without: %.2f on average (%.2f - %.2f); at most %.1f is"
                        + " wanted: %s%n",
                ratios.getAverage(),
                ratios.getMin(),
                ratios.getMax(),
                MOST_OF_WITHOUT,
                ratios.getAverage() <= MOST_OF_WITHOUT ? "met" : "MISSED");
    }

    void printEnd() {
        System.out.printf(
                "%nnot as promised: %s%n",
                faults.count() == 0
                        ? "nothing: each event shown once, in order, to its user only"
                        : faults.count() + " faults; the figures are void");
        faults.first().forEach(fault -> System.out.println("  " + fault));
    }
}
