package dev.lifeline.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/** What was not as promised; the first of it, where there is much. Thread-safe. */
public final class Faults {

    private static final int MOST_KEPT = 20;

    private final List<String> first = new ArrayList<>();
    private long count;

    /** Takes note of one. */
    public synchronized void add(String fault) {
        count++;
        if (first.size() < MOST_KEPT) {
            first.add(fault);
        }
    }

    /** How many there were. */
    public synchronized long count() {
        return count;
    }

    /** The first of them, in words. */
    public synchronized List<String> first() {
        return List.copyOf(first);
    }
}
