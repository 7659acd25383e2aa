package dev.lifeline.schemas;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * Keeps a few objects for their next use, whichever thread that is on: there are more virtual
 * threads than a buffer for each would be worth. What is not given back, or is one too many, is
 * left to the garbage collector.
 */
final class Spare<T> {

    private final BlockingQueue<T> unused =
            new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());
    private final Supplier<T> maker;

    Spare(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        var known = unused.poll();
        return known == null ? maker.get() : known;
    }

    void giveBack(T object) {
        var _ = unused.offer(object);
    }
}
