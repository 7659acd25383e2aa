package dev.lifeline.benchmarks.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** How long something may take that is looked at again and again. */
public record Patience(Duration limit) {

    private static final Duration PAUSE = Duration.ofMillis(20);

    /** What is waited for. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Waits until the condition holds.
     *
     * @throws IllegalStateException with that reason if it takes too long, or cannot be told
     */
    public void await(Supplier<String> reason, Condition condition) throws InterruptedException {
        long giveUpAt = System.nanoTime() + limit.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() - giveUpAt > 0) {
                throw new IllegalStateException(reason.get());
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }

    private static boolean holds(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // Whatever the condition looks at: what it cannot tell ends the wait.
            throw new IllegalStateException(e);
        }
    }
}
