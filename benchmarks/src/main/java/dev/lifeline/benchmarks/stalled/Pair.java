package dev.lifeline.benchmarks.stalled;

import dev.lifeline.benchmarks.process.LiveHeap;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * A phase without stalled users, and the same with them.
 *
 * @param without how long the others' events took, in microseconds from when they were due
 * @param with the same while some do not read
 * @param before the heap after a collection, with nobody stalled
 * @param during at the end of the phase, with all still stalled
 * @param after when these had read everything and gone
 * @param queuedBytes that waited for them in the gateway at the end of the phase
 * @param closed of them, because they were taken for gone
 * @param readAfter how long it took from reading again until all had been shown everything
 */
record Pair(
        Histogram without,
        Histogram with,
        LiveHeap before,
        LiveHeap during,
        LiveHeap after,
        double queuedBytes,
        double closed,
        Duration readAfter) {

    static double p99(Histogram micros) {
        return micros.getValueAtPercentile(99) / 1e3;
    }

    double ratio() {
        return p99(with) / p99(without);
    }
}
