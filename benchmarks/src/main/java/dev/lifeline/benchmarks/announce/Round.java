package dev.lifeline.benchmarks.announce;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * What one side did in a few seconds.
 *
 * @param eventsPerSecond of all writers together
 * @param latency of single events, in nanoseconds
 */
record Round(double eventsPerSecond, Histogram latency) {

    /** Lets so many virtual threads announce, each one event after the other. */
    static Round of(Side side, int writers, Duration duration)
            throws ExecutionException, InterruptedException {
        var latency = new Recorder(3);
        long begin = System.nanoTime();
        long end = begin + duration.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var started =
                    IntStream.range(0, writers)
                            .mapToObj(i -> threads.submit(() -> announce(side, i, end, latency)))
                            .toList();
            for (Future<?> writer : started) {
                writer.get();
            }
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        var histogram = latency.getIntervalHistogram();
        return new Round(histogram.getTotalCount() / seconds, histogram);
    }

    private static void announce(Side side, int writer, long end, Recorder latency) {
        for (long begin = System.nanoTime(); begin < end; ) {
            side.announce(writer);
            long now = System.nanoTime();
            latency.recordValue(now - begin);
            begin = now;
        }
    }
}
