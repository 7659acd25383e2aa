package dev.lifeline.benchmarks.catchup;

import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.benchmarks.process.Cores;
import java.time.Duration;

/** What is printed of the catching up. */
record CatchUpReport(CatchUpLoad load, Cores cores) {

    /** Starts differ by less than that by themselves. */
    private static final double TELLING_SECONDS = 0.5;

    void print(CatchUpBench.OfMonitor monitor) {
        line(
                "the log",
                "%d events of %d runs, of which %d never end; %s"
                        .formatted(
                                load.events(),
                                load.runs(),
                                load.stuck(),
                                cores.describe("monitor, and after it Flink,")));
        line(
                "the monitor, one thread",
                "%.0f events/s (%d in %.1f s, from its first commit to its last); %.0f us of processor an event, start included"
                        .formatted(
                                monitor.speed().perSecond(),
                                monitor.speed().records(),
                                seconds(monitor.speed().took()),
                                monitor.cpu().toNanos() / 1e3 / load.events()));
        line(
                "state directory",
                "%.1f MiB, %.0f bytes of a run, most of them ended"
                        .formatted(
                                monitor.stateBytes() / 1024.0 / 1024.0,
                                (double) monitor.stateBytes() / load.runs()));
        double longer = seconds(monitor.restored()) - seconds(monitor.kept());
        line(
                "ready after a start",
                "%.1f s with its state, %.1f s without: %d records of changelogs restored, %s"
                        .formatted(
                                seconds(monitor.kept()),
                                seconds(monitor.restored()),
                                monitor.changelog(),
                                longer > TELLING_SECONDS
                                        ? "%.0f/s".formatted(monitor.changelog() / longer)
                                        : "too few to tell a rate"));
    }

    void print(Speed flink, Speed monitor) {
        line(
                "Flink CEP, parallelism 1",
                "%.0f events/s (%d in %.1f s, from its first record to its end); the monitor's are %.2f of that"
                        .formatted(
                                flink.perSecond(),
                                flink.records(),
                                seconds(flink.took()),
                                monitor.perSecond() / flink.perSecond()));
    }

    void print(Faults faults) {
        line(
                "not as promised",
                faults.count() == 0
                        ? "nothing: each run that never ended was found once, and no other"
                        : faults.count() + " faults; the figures are void");
        faults.first().forEach(fault -> line("", fault));
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static void line(String what, String value) {
        System.out.printf("%-30s %s%n", what, value);
    }
}
