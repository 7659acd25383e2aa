package dev.lifeline.benchmarks.load;

import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Instant;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A run that begins and then stays open, until it is told to end. Not thread-safe. */
public final class LongRun {

    private final EventPen pen;
    private final RunEvents events;
    private final byte[] key;
    private final int partition;
    private int written;

    /**
     * One that has not begun.
     *
     * @param number another for each run of the user
     */
    public LongRun(EventPen pen, UserKey user, Instant acceptedAt, long number) {
        this.pen = pen;
        events = RunEvents.of(user, acceptedAt, number);
        key = user.bytes();
        partition = user.partition(pen.partitions());
    }

    public String runId() {
        return events.runId();
    }

    /** How many events it has written. */
    public int written() {
        return written;
    }

    /** Begins. */
    public void begin(Instant at, Instant deadline) {
        var _ = write(events.started(at, deadline));
    }

    /** Goes on. */
    public void say(Instant at, String text) {
        var _ = write(events.says(written + 1, at, text));
    }

    /** Ends; the broker's answer tells when it took that. */
    public Future<RecordMetadata> end(Instant at) {
        return write(events.completed(written + 1, at));
    }

    private Future<RecordMetadata> write(AgentEvent event) {
        written++;
        return pen.write(partition, key, event);
    }
}
