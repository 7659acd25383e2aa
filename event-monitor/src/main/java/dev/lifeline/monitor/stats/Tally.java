package dev.lifeline.monitor.stats;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was counted of an agent's runs, in a minute or in a part of it.
 *
 * @param started runs that started
 * @param opened how many more runs are open than before, which may be less than none
 * @param ended runs that ended, by outcome
 * @param durationMs of the runs that ended
 * @param firstEventMs from acceptance to the first event, of the runs that started
 * @param toolFailures tool calls that did not end OK, by the tool's name
 */
public record Tally(
        long started,
        long opened,
        Map<String, Long> ended,
        Spread durationMs,
        Spread firstEventMs,
        Map<String, Long> toolFailures) {

    /** Nothing. */
    public static final Tally NONE = new Tally(0, 0, Map.of(), Spread.NONE, Spread.NONE, Map.of());

    /** Models invent names; what comes after so many is counted as one. */
    static final int MOST_NAMES = 100;

    static final String OTHERS = "(others)";

    public Tally {
        ended = Map.copyOf(ended);
        toolFailures = Map.copyOf(toolFailures);
    }

    /** Runs that are open for which no event of this minute is the reason. */
    public static Tally open(long runs) {
        return new Tally(0, runs, Map.of(), Spread.NONE, Spread.NONE, Map.of());
    }

    /** Whether there is nothing in it. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(
                started + other.started,
                opened + other.opened,
                sum(ended, other.ended),
                durationMs.plus(other.durationMs),
                firstEventMs.plus(other.firstEventMs),
                sum(toolFailures, other.toolFailures));
    }

    private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> more) {
        var sum = new TreeMap<>(some);
        new TreeMap<>(more)
                .forEach((name, count) -> {
                    boolean isRoom = sum.containsKey(name) || sum.size() < MOST_NAMES;
                    sum.merge(isRoom ? name : OTHERS, count, Long::sum);
                });
        return sum;
    }
}
