package dev.lifeline.benchmarks.process;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How long something may take that is looked at again and again.
 *
 * @param pause between two looks
 */
public record Patience(Duration limit, Duration pause) {

    private static final Duration PAUSE = Duration.ofMillis(20);

    public Patience(Duration limit) {
        this(limit, PAUSE);
    }

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
        if (!within(condition)) {
            throw new IllegalStateException(reason.get());
        }
    }

    /**
     * Waits until the condition holds, or it takes too long.
     *
     * @return whether it holds
     */
    public boolean within(Condition condition) throws InterruptedException {
        long giveUpAt = System.nanoTime() + limit.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() - giveUpAt > 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
        return true;
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
