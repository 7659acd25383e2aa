package dev.lifeline.cli.stream;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Keeps account of the sequence numbers that arrived: what is missing, what came twice or late. */
public final class SequenceLedger {

    private final Map<String, TreeSet<Long>> seen = new HashMap<>();
    private final Set<String> completed = new TreeSet<>();
    private long repeated;
    private long outOfOrder;

    /** Accounts for one event, as it arrived. */
    public void record(StreamedEvent event) {
        var numbers = seen.computeIfAbsent(event.runId(), _ -> new TreeSet<>());
        boolean late = !numbers.isEmpty() && event.sequence() < numbers.last();
        if (!numbers.add(event.sequence())) {
            repeated++;
        } else if (late) {
            outOfOrder++;
        }
        if (event.isLast()) {
            completed.add(event.runId());
        }
    }

    /** Numbers between 1 and the highest of each run that never came. */
    public long missed() {
        return seen.values().stream()
                .filter(numbers -> !numbers.isEmpty())
                .mapToLong(numbers -> numbers.last() - numbers.size())
                .sum();
    }

    /** Events that came although their number had come before. */
    public long repeated() {
        return repeated;
    }

    /** Events that came after one with a higher number. */
    public long outOfOrder() {
        return outOfOrder;
    }

    /** Whether the run's last event has come. */
    public boolean isComplete(String runId) {
        return completed.contains(runId);
    }

    public long received(String runId) {
        var numbers = seen.get(runId);
        return numbers == null ? 0 : numbers.size();
    }
}
