package dev.lifeline.benchmarks.detection;

import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.benchmarks.monitor.AlertLedger;
import dev.lifeline.benchmarks.process.Cores;
import org.HdrHistogram.Histogram;

/** What is printed of the detection. */
record DetectionReport(
        DetectionLoad load,
        Cores cores,
        DetectionBench.Measured measured,
        AlertLedger ledger,
        Faults faults) {

    private static final double P99_MILLIS = 1_000;
    private static final double MAX_MILLIS = 2_000;
    private static final double RESOLVED_MILLIS = 1_000;

    void print() {
        line(
                "open runs",
                "%d of %d users; %s"
                        .formatted(load.open(), load.users(), cores.describe("monitor")));
        line(
                "read and in its table",
                "after %.1f s, %.0f events/s with their writer beside it"
                        .formatted(
                                measured.filled().toNanos() / 1e9,
                                2e9 * (load.open() - load.stuck()) / measured.filled().toNanos()));
        printDelays();
        printQuestions();
        printCost();
        line(
                "not as promised",
                faults.count() == 0
                        ? "nothing: each alert once, in time, and no other"
                        : faults.count() + " faults; the figures are void");
        faults.first().forEach(fault -> line("", fault));
    }

    private void printDelays() {
        var firing = ledger.firing();
        var resolving = ledger.resolving();
        line(
                "fired",
                "%d, due at random within %d s; %s from when due"
                        .formatted(
                                firing.getTotalCount(),
                                load.over().toSeconds(),
                                milliseconds(firing)));
        line(
                "resolved",
                "%d which ended after all; %s from the end in the log"
                        .formatted(resolving.getTotalCount(), milliseconds(resolving)));
        boolean met =
                millis(firing, 99) <= P99_MILLIS
                        && millis(firing, 100) <= MAX_MILLIS
                        && millis(resolving, 100) <= RESOLVED_MILLIS;
        line(
                "targets",
                "fired p99 <= %.0f ms, max <= %.0f ms, resolved max <= %.0f ms: %s"
                        .formatted(
                                P99_MILLIS, MAX_MILLIS, RESOLVED_MILLIS, met ? "met" : "MISSED"));
    }

    private void printQuestions() {
        line("GET /v1/runs/{runId}", milliseconds(measured.find()));
        line("  ?state=stuck&limit=100", milliseconds(measured.listStuck()));
        line("  ?state=open&limit=100", milliseconds(measured.listOpen()));
    }

    private void printCost() {
        line(
                "the monitor, meanwhile",
                "%.2f cores; %.0f scans, p50 <= %.2f ms, p99 <= %.2f ms by its own account"
                        .formatted(
                                measured.cores(),
                                measured.scans().total(),
                                measured.scans().atMost(0.5) * 1e3,
                                measured.scans().atMost(0.99) * 1e3));
        line(
                "heap after GC",
                "%.1f MiB idle, %.1f MiB with %d runs open (%.2f KiB a run)"
                        .formatted(
                                measured.idle().mebibytes(),
                                measured.full().mebibytes(),
                                load.open() - load.stuck(),
                                (measured.full().bytes() - measured.idle().bytes())
                                        / 1024.0
                                        / (load.open() - load.stuck())));
        line(
                "state directory",
                "%.1f MiB, %.0f bytes of an open run"
                        .formatted(
                                measured.stateBytes() / 1024.0 / 1024.0,
                                (double) measured.stateBytes() / load.open()));
    }

    private static String milliseconds(Histogram micros) {
        return "p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                .formatted(millis(micros, 50), millis(micros, 99), millis(micros, 100));
    }

    private static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    private static void line(String what, String value) {
        System.out.printf("%-30s %s%n", what, value);
    }
}
