package dev.lifeline.benchmarks.load;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Has authors write in turn as fast as it is shown: never more than so many events are on their
 * way. What it carries in a time is the most that can be carried without anyone falling behind.
 *
 * @param window most events that have been written and not shown
 * @param shown how many events have been shown
 */
public record ClosedLoop(List<Author> authors, long window, LongSupplier shown) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_NANOS = 100_000;

    public ClosedLoop {
        authors = List.copyOf(authors);
    }

    /**
     * Writes that many events of each author.
     *
     * @return how long it took until the last was shown
     * @throws IllegalStateException if one is never shown
     */
    public Duration run(int each) {
        long begin = System.nanoTime();
        long before = shown.getAsLong();
        long written = 0;
        for (int round = 0; round < each; round++) {
            for (var author : authors) {
                await(before + written + 1 - window);
                author.write(Instant.now());
                written++;
            }
        }
        await(before + written);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void await(long wanted) {
        long giveUpAt = System.nanoTime() + PATIENCE.toNanos();
        while (shown.getAsLong() < wanted) {
            LockSupport.parkNanos(PAUSE_NANOS);
            if (System.nanoTime() - giveUpAt > 0) {
                throw new IllegalStateException(
                        "after %d s, %d events are shown of %d"
                                .formatted(PATIENCE.toSeconds(), shown.getAsLong(), wanted));
            }
        }
    }
}
