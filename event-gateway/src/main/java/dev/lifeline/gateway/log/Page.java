package dev.lifeline.gateway.log;

import java.util.List;

/** What a look into the log's history brought. */
public sealed interface Page {

    /**
     * One user's records in order, possibly none.
     *
     * @param next the place behind all that was looked at
     */
    record Records(List<Entry> entries, Position next) implements Page {
        public Records {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Retention has deleted what stood there.
     *
     * @param earliest the first place that is left
     */
    record Deleted(Position earliest) implements Page {}
}
