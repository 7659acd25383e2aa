package dev.lifeline.benchmarks.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Has authors write in turn at a steady rate, whatever becomes of what they write. Each event bears
 * the time at which it was due: if the writer, Kafka or the gateway falls behind, that counts as
 * latency of all events that had to wait.
 *
 * @param perSecond events of all authors together
 */
public record OpenLoop(List<Author> authors, double perSecond) {

    private static final double NANOS = 1e9;

    public OpenLoop {
        authors = List.copyOf(authors);
    }

    /** Writes for that long. */
    public void run(Duration time) {
        long events = Math.round(perSecond * time.toNanos() / NANOS);
        var beginAt = Instant.now();
        long begin = System.nanoTime();
        for (long i = 0; i < events; i++) {
            long due = Math.round(i * NANOS / perSecond);
            long wait = begin + due - System.nanoTime();
            while (wait > 0) {
                LockSupport.parkNanos(wait);
                wait = begin + due - System.nanoTime();
            }
            authors.get((int) (i % authors.size())).write(beginAt.plusNanos(due));
        }
    }
}
