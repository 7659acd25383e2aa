package dev.lifeline.gateway.stream;

import dev.lifeline.gateway.log.Entry;
import dev.lifeline.gateway.log.Reading;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UserKey;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Which of the log's records one stream shows.
 *
 * @param run the only run to show; null for all of the user's
 * @param fromSequence first sequence to show
 */
public record View(UserKey user, @Nullable RunId run, long fromSequence) {

    public static View all(UserKey user) {
        return new View(user, null, 1);
    }

    public static View run(UserKey user, RunId run) {
        return new View(user, run, 1);
    }

    Bytes key() {
        return Bytes.wrap(user.bytes());
    }

    /** Whether the record may be one to show, as far as can be seen without decoding it. */
    boolean mayShow(Entry entry) {
        var subject = entry.subject();
        return run == null || subject == null || subject.equals(run.text());
    }

    boolean shows(Reading.Event event) {
        return isOfRun(event) && event.sequence() >= fromSequence;
    }

    /** Whether nothing to show can follow this event. */
    boolean endsWith(Reading.Event event) {
        return run != null && isOfRun(event) && event.type().equals(EventTypes.AGENT_COMPLETED);
    }

    private boolean isOfRun(Reading.Event event) {
        return run == null || event.runId().equals(run.text());
    }
}
