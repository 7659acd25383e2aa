package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.stats.Tally;
import java.time.Instant;

/**
 * An agent's minute, added up over all partitions.
 *
 * @param changedAt when something was last added, by the monitor's clock
 * @param told whether what it says now has been written
 * @param toldOpen the number of open runs that was last written
 */
record StatsWindow(Instant changedAt, boolean told, long toldOpen, Tally tally) {

    static StatsWindow of(Tally tally, Instant at) {
        return new StatsWindow(at, false, 0, tally);
    }

    StatsWindow plus(Tally more, Instant at) {
        return new StatsWindow(at, false, toldOpen, tally.plus(more));
    }

    StatsWindow told(long open) {
        return new StatsWindow(changedAt, true, open, tally);
    }

    boolean hasNews(long open) {
        return !told || open != toldOpen;
    }
}
