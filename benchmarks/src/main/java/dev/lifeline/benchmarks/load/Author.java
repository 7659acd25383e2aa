package dev.lifeline.benchmarks.load;

import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes one user's runs, one after the other and all of the same length, whose ids ascend. Not
 * thread-safe.
 */
public final class Author {

    private static final Duration DEADLINE = Duration.ofMinutes(15);

    private final EventPen pen;
    private final UserKey user;
    private final byte[] key;
    private final int partition;
    private final int runLength;
    private final String text;
    private long number;
    private @Nullable RunEvents run;
    private int sequence;
    private long written;

    /**
     * @param runLength events of a run, two at least
     * @param text of each event between its first and its last
     */
    public Author(EventPen pen, UserKey user, int runLength, String text) {
        this.pen = pen;
        this.user = user;
        this.key = user.bytes();
        this.partition = user.partition(pen.partitions());
        this.runLength = runLength;
        this.text = text;
    }

    /** Writes the next event, which says that it happened then. */
    public void write(Instant occurredAt) {
        var current = run;
        if (current == null || sequence == runLength) {
            sequence = 0;
            current = RunEvents.of(user, occurredAt, number++);
            run = current;
        }
        sequence++;
        var _ = pen.write(partition, key, event(current, occurredAt));
        written++;
    }

    /** How many events it has written. */
    public long written() {
        return written;
    }

    private AgentEvent event(RunEvents current, Instant at) {
        if (sequence == 1) {
            return current.started(at, at.plus(DEADLINE));
        }
        return sequence == runLength
                ? current.completed(sequence, at)
                : current.says(sequence, at, text);
    }
}
