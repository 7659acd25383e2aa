package dev.lifeline.benchmarks.detection;

import dev.lifeline.benchmarks.load.Faults;
import dev.lifeline.benchmarks.monitor.MonitorProcess;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/** Asks the monitor as an operator does, one question after the other. */
record Questions(MonitorProcess monitor, Faults faults) {

    private static final Pattern ROW = Pattern.compile("\"runId\"");
    private static final int DIGITS = 3;
    private static final int WARM_UPS = 20;

    /**
     * Asks the same again and again.
     *
     * @param rows that every answer must have
     * @return how long each answer took, in microseconds
     */
    Histogram ask(String path, int rows, int times) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UPS; i++) {
            answer(path, rows);
        }
        var took = new Histogram(DIGITS);
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            answer(path, rows);
            took.recordValue((System.nanoTime() - begin) / 1_000);
        }
        return took;
    }

    private void answer(String path, int rows) throws IOException, InterruptedException {
        var answer = monitor.ask(URI.create(path));
        long found = ROW.matcher(answer.body()).results().count();
        if (answer.statusCode() != 200 || found != rows) {
            faults.add(
                    "%s answered %d with %d rows, not %d"
                            .formatted(path, answer.statusCode(), found, rows));
        }
    }
}
