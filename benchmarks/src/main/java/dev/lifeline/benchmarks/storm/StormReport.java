package dev.lifeline.benchmarks.storm;

import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.benchmarks.process.Cores;
import java.time.Duration;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** What is printed of the storms. */
record StormReport(StormLoad load, Cores cores, StormBench.Measured measured, Faults faults) {

    private static final double MOST_OF_LIVE = 1.5;
    private static final double MOST_READ = 1.5;

    void print() {
        line(
                "users",
                "%d, one connection each; %s".formatted(load.users(), cores.describe("gateway")));
        line("first connected, all at once", milliseconds(measured.opened()));
        line(
                "heap after GC",
                "%.1f MiB idle, %.1f MiB connected (%.1f KiB a connection), %.1f MiB at the end"
                        .formatted(
                                measured.idle().mebibytes(),
                                measured.connected().mebibytes(),
                                (measured.connected().bytes() - measured.idle().bytes())
                                        / 1024.0
                                        / load.users(),
                                measured.end().mebibytes()));
        line(
                "live, as fast as it is shown",
                "%d events in %.1f s, %.0f/s; the gateway used %.2f cores; %.0f streams fell back"
                        .formatted(
                                load.events(),
                                seconds(measured.live().took()),
                                load.events() / seconds(measured.live().took()),
                                measured.live().cores(),
                                measured.live().fallbacks()));
        line(
                "from schedule, %.0f/s".formatted(measured.pacedRate()),
                milliseconds(measured.paced()));
        printStorms();
        line(
                "closed, and came back",
                measured.returns().isEmpty() ? "none" : "by close code " + measured.returns());
        printFaults();
    }

    private void printStorms() {
        System.out.printf(
                "%nstorm: %d events missed (%.0f MB in the log), until caught up%n"
                        + "  #     p50 s     p99 s     max s   p99/live   read/missed   cores   resident MiB%n",
                load.events(), measured.storms().getFirst().missedBytes() / 1e6);
        int number = 1;
        for (var storm : measured.storms()) {
            System.out.printf(
                    "%3d %9.2f %9.2f %9.2f %10.2f %13.2f %7.2f %14s%n",
                    number++,
                    seconds(storm.quantile(50)),
                    seconds(storm.quantile(99)),
                    seconds(storm.quantile(100)),
                    ofLive(storm),
                    storm.readPerMissed(),
                    storm.cores(),
                    resident(storm.residentBytes()));
        }
        boolean met =
                measured.storms().stream()
                        .allMatch(s -> ofLive(s) <= MOST_OF_LIVE && s.readPerMissed() < MOST_READ);
        System.out.printf(
                "targets, p99 at most %.1f of live and read under %.1f of missed: %s%n%n",
                MOST_OF_LIVE, MOST_READ, met ? "met" : "MISSED");
    }

    private void printFaults() {
        line(
                "not as promised",
                faults.count() == 0
                        ? "nothing: each event shown once, in order, to its user only"
                        : faults.count() + " faults; the figures are void");
        faults.first().forEach(fault -> line("", fault));
    }

    private double ofLive(Storm storm) {
        return seconds(storm.quantile(99)) / seconds(measured.live().took());
    }

    private static String milliseconds(Histogram micros) {
        return "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms, max %.1f ms"
                .formatted(
                        micros.getValueAtPercentile(50) / 1e3,
                        micros.getValueAtPercentile(99) / 1e3,
                        micros.getValueAtPercentile(99.9) / 1e3,
                        micros.getMaxValue() / 1e3);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    private static String resident(OptionalLong bytes) {
        return bytes.isPresent()
                ? "%.0f".formatted(bytes.getAsLong() / 1024.0 / 1024.0)
                : "unknown";
    }

    private static void line(String what, String value) {
        System.out.printf("%-30s %s%n", what, value);
    }
}
