package dev.lifeline.benchmarks.runs;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import dev.lifeline.benchmarks.process.LatencyBuckets;

/** What is printed of a load, and whether it was carried. */
record Report(Load load, RunsUnderLoad.Measured measured, Recording recording) {

    boolean isAsPromised(RunLedger runs) {
        return runs.faults().isEmpty()
                && runs.started() == load.allRuns()
                && runs.ended() == load.allRuns();
    }

    void print(LogFollower log) {
        log.ask(runs -> {
            printRuns(runs);
            return runs;
        });
        printLatency("announcements, all runs open", measured.latency());
        printLatency("announcements, first to last", measured.latencyOfAll());
        printMemory();
        printMachine();
    }

    private void printRuns(RunLedger runs) {
        line(
                "runs",
                format(ROOT, "%d at once, after %d to warm up", runs.mostOpen(), load.warmUps()));
        line("complete in the log", format(ROOT, "%d", runs.ended()));
        line("not as promised", runs.faults().isEmpty() ? "none" : "");
        runs.faults().forEach(fault -> line("", fault));
        line(
                "a run took",
                format(
                        ROOT,
                        "%.1f s at the median, %.1f s at most",
                        runs.durations().getValueAtPercentile(50) / 1e3,
                        runs.durations().getMaxValue() / 1e3));
        line(
                "events",
                format(
                        ROOT,
                        "%d, %.0f of a run",
                        runs.events(),
                        (double) runs.events() / load.allRuns()));
        line("events/s, all runs open", format(ROOT, "%.0f", measured.eventsPerSecond()));
    }

    private static void printLatency(String what, LatencyBuckets latency) {
        line(
                what,
                format(
                        ROOT,
                        "%.0f; p50 <= %.2f ms, p99 <= %.2f ms, p99.9 <= %.2f ms",
                        latency.total(),
                        latency.atMost(0.5) * 1e3,
                        latency.atMost(0.99) * 1e3,
                        latency.atMost(0.999) * 1e3));
    }

    private void printMemory() {
        var idle = measured.idle();
        var loaded = measured.loaded();
        line(
                "heap after GC",
                format(
                        ROOT,
                        "%.1f MiB idle, %.1f MiB with %d runs open, %.1f MiB when all had ended",
                        mebibytes(idle.bytes()),
                        mebibytes(loaded.bytes()),
                        measured.open(),
                        mebibytes(measured.done().bytes())));
        line(
                "memory of a run",
                format(
                        ROOT,
                        "%.1f KiB, of which stacks %.1f KiB",
                        (loaded.bytes() - idle.bytes()) / 1024.0 / measured.open(),
                        (loaded.stackBytes() - idle.stackBytes()) / 1024.0 / measured.open()));
    }

    private void printMachine() {
        line(
                "GC pauses since the start",
                format(
                        ROOT,
                        "%d ms together, %d ms the longest",
                        recording.pauses().toMillis(),
                        recording.longestPause().toMillis()));
        line(
                "load of the machine",
                format(
                        ROOT,
                        "%.0f %%, of which the executor %.0f %%; %d cores",
                        recording.machineLoad() * 100,
                        recording.ownLoad() * 100,
                        Runtime.getRuntime().availableProcessors()));
        line(
                "pinned virtual threads",
                format(
                        ROOT,
                        "%d (longer than %d ms)",
                        recording.pinned().size(),
                        Recording.PINNED_LONGER_THAN.toMillis()));
        recording.pinned().forEach(place -> line("", place));
    }

    private static double mebibytes(long bytes) {
        return bytes / 1024.0 / 1024.0;
    }

    private static void line(String what, String value) {
        System.out.printf("%-30s %s%n", what, value);
    }
}
