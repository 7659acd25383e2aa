package dev.lifeline.benchmarks.catchup;

import java.time.Duration;

/** So many records in that time. */
record Speed(long records, Duration took) {

    double perSecond() {
        return records * 1e9 / took.toNanos();
    }
}
