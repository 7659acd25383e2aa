package dev.lifeline.benchmarks.storm;

import java.time.Duration;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * One time that all users came back.
 *
 * @param caughtUp how long it took each until it had been shown all, in microseconds
 * @param historyBytes that the gateway read from Kafka meanwhile, for those behind
 * @param missedBytes of the records that were written while nobody was connected
 * @param cores of the gateway in use, on average until the last had caught up
 * @param residentBytes of the gateway at the end
 */
record Storm(
        Histogram caughtUp,
        double historyBytes,
        double missedBytes,
        double cores,
        OptionalLong residentBytes) {

    Duration quantile(double percent) {
        return Duration.ofNanos(caughtUp.getValueAtPercentile(percent) * 1_000);
    }

    double readPerMissed() {
        return historyBytes / missedBytes;
    }
}
