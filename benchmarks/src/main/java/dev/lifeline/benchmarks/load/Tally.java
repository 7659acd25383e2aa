package dev.lifeline.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What all clients together have met with. Thread-safe. */
final class Tally {

    private final Faults faults;
    private final Latencies latencies = new Latencies();
    private final LongAdder shown = new LongAdder();
    private final Map<Integer, LongAdder> returns = new ConcurrentHashMap<>();

    Tally(Faults faults) {
        this.faults = faults;
    }

    Faults faults() {
        return faults;
    }

    Latencies latencies() {
        return latencies;
    }

    long shown() {
        return shown.sum();
    }

    void shown(int events) {
        shown.add(events);
    }

    void returned(int code) {
        returns.computeIfAbsent(code, _ -> new LongAdder()).increment();
    }

    /** How many came back by themselves, by the code with which they had been closed. */
    Map<Integer, Long> returns() {
        var counts = new TreeMap<Integer, Long>();
        returns.forEach((code, count) -> counts.put(code, count.sum()));
        return counts;
    }
}
