package dev.lifeline.gateway.log;

import dev.lifeline.schemas.OwnershipRule;
import org.jspecify.annotations.Nullable;

/**
 * A user's record as one reader meets it: with what that reader's ownership rule knew where the
 * record stands. The record itself is shared by all who read it.
 */
public final class Entry {

    private final StoredEvent event;
    private final OwnershipRule rule;
    private volatile EventDecoder.@Nullable Judged judged;

    Entry(StoredEvent event, OwnershipRule rule) {
        this.event = event;
        this.rule = rule;
    }

    public long offset() {
        return event.offset();
    }

    /** The place behind this record. */
    public Position after() {
        return new Position(offset() + 1, judged().after());
    }

    /** The run it says it belongs to, without decoding it; null where the header is missing. */
    public @Nullable String subject() {
        return event.subject();
    }

    /** What it is. */
    public Reading reading() {
        return judged().reading();
    }

    /** The place behind it, for who need not know what it is. */
    public Position behind() {
        return new Position(offset() + 1, rule);
    }

    StoredEvent event() {
        return event;
    }

    private EventDecoder.Judged judged() {
        var known = judged;
        if (known == null) {
            known = EventDecoder.judge(event.decoded(), rule);
            judged = known;
        }
        return known;
    }
}
