package dev.lifeline.monitor.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of a run's events have been seen, whatever their order.
 *
 * @param highest number seen, 0 before the first event
 * @param end number of the event that ended the run, 0 before that
 * @param missing numbers below the highest that have not been seen, in order
 * @param brokenAt broker time since when numbers have been missing, null while none are
 * @param exceededAt broker time at which an event behind the end was first seen, null if none was
 */
public record Numbering(
        long highest,
        long end,
        List<Range> missing,
        @Nullable Instant brokenAt,
        @Nullable Instant exceededAt) {

    static final Numbering NONE = upTo(0, false);

    /** State must stay small; what lies between the last holes counts as missing then. */
    private static final int MOST_RANGES = 32;

    public Numbering {
        missing = List.copyOf(missing);
    }

    /** Numbers that have not been seen, both ends included. */
    public record Range(long first, long last) {

        private boolean contains(long number) {
            return first <= number && number <= last;
        }

        private List<Range> without(long number) {
            var rest = new ArrayList<Range>(2);
            if (first < number) {
                rest.add(new Range(first, number - 1));
            }
            if (number < last) {
                rest.add(new Range(number + 1, last));
            }
            return rest;
        }

        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + "-" + last;
        }
    }

    /** Everything up to that event has been seen. */
    public static Numbering upTo(long highest, boolean isEnded) {
        return new Numbering(highest, isEnded ? highest : 0, List.of(), null, null);
    }

    /** Whether that event has been seen, or cannot be one. */
    boolean has(long number) {
        return number < 1
                || (number <= highest && missing.stream().noneMatch(r -> r.contains(number)));
    }

    /** With one more event, which has not been seen yet. */
    Numbering plus(long number, boolean isEnd, Instant at) {
        var rest = missingAfter(number);
        long newHighest = Math.max(highest, number);
        long newEnd = isEnd && end == 0 ? number : end;
        boolean exceeds = newEnd > 0 && newHighest > newEnd;
        return new Numbering(
                newHighest,
                newEnd,
                rest,
                rest.isEmpty() ? null : earlier(brokenAt, at),
                exceeds ? earlier(exceededAt, at) : null);
    }

    boolean lacksStart() {
        return !missing.isEmpty() && missing.getFirst().first() == 1;
    }

    private List<Range> missingAfter(long number) {
        var rest = new ArrayList<Range>();
        for (var range : missing) {
            if (range.contains(number)) {
                rest.addAll(range.without(number));
            } else {
                rest.add(range);
            }
        }
        if (number > highest + 1) {
            rest.add(new Range(highest + 1, number - 1));
        }
        while (rest.size() > MOST_RANGES) {
            var last = rest.removeLast();
            rest.add(new Range(rest.removeLast().first(), last.last()));
        }
        return rest;
    }

    private static Instant earlier(@Nullable Instant known, Instant now) {
        return known == null ? now : known;
    }
}
