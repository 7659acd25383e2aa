package dev.lifeline.gateway.log;

import dev.lifeline.schemas.OwnershipRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;

/**
 * A piece of a partition as it was read once, from which everyone is served who waits for a place
 * in it.
 *
 * <p>It holds what the log says and no verdicts: each reader judges by the ownership rule it comes
 * with, carried on over the control records in between (decision 18).
 *
 * @param next the offset behind the piece, which may lie further than its last record
 * @param controls in order
 * @param events by user, in order
 * @param bytes about what it occupies in memory
 */
record Chunk(
        int partition,
        long from,
        long next,
        List<Control> controls,
        Map<Bytes, List<StoredEvent>> events,
        long bytes) {

    boolean covers(long offset) {
        return from <= offset && offset < next;
    }

    /**
     * One user's records from a place in this chunk on.
     *
     * @param until where to stop at the latest
     * @param maxBytes of values; the last may exceed them
     */
    Page.Records page(Bytes key, Position at, long until, int maxBytes) {
        long end = Math.max(at.offset(), Math.min(next, until));
        var walk = new Judging(at);
        var entries = new ArrayList<Entry>();
        long bytes = 0;
        for (var event : events.getOrDefault(key, List.of())) {
            if (event.offset() >= end) {
                break;
            }
            if (event.offset() < at.offset()) {
                continue;
            }
            if (bytes >= maxBytes) {
                return new Page.Records(entries, entries.getLast().behind());
            }
            entries.add(walk.meet(event));
            bytes += event.valueBytes();
        }
        return new Page.Records(entries, new Position(end, walk.ruleAt(end)));
    }

    /** One reader's ownership rule on its way through the chunk. */
    private final class Judging {

        private OwnershipRule rule;
        private int passed;

        Judging(Position at) {
            this.rule = at.rule();
            while (passed < controls.size() && controls.get(passed).offset() < at.offset()) {
                passed++;
            }
        }

        OwnershipRule ruleAt(long offset) {
            while (passed < controls.size() && controls.get(passed).offset() < offset) {
                rule = controls.get(passed++).after(rule);
            }
            return rule;
        }

        Entry meet(StoredEvent event) {
            var entry = new Entry(event, ruleAt(event.offset()));
            if (!rule.knowsOwner()) {
                // No control record since the cursor: the first event says who the owner is.
                rule = entry.after().rule();
            }
            return entry;
        }
    }
}
