package dev.lifeline.monitor.stream;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.RunId;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import dev.lifeline.schemas.avro.StartRun;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Tells what a record holds; bytes of any kind have an answer. */
final class RecordReader {

    private final Codec codec;

    RecordReader(Codec codec) {
        this.codec = codec;
    }

    /** A record of {@code agent.events}. */
    Reading event(Record<byte[], byte[]> record) {
        var control = Headers.text(record.headers(), Headers.CONTROL);
        try {
            return control == null ? event(record.value()) : control(control, record.value());
        } catch (UndecodableException e) {
            return new Reading.Unreadable(reason(e));
        }
    }

    /** A command to start a run; null if the record of {@code agent.commands} is anything else. */
    @Nullable StartRun startRun(Record<byte[], byte[]> record) {
        try {
            return codec.decode(record.value()) instanceof StartRun start
                            && isRunId(start.getRunId())
                    ? start
                    : null;
        } catch (UndecodableException e) {
            // The executor reports it: one dead letter is enough.
            return null;
        }
    }

    private Reading event(byte @Nullable [] value) throws UndecodableException {
        var event = codec.decode(value, AgentEvent.class);
        return isRunId(event.getRunId())
                ? new Reading.Event(event)
                : new Reading.Unreadable("the event's runId is not a UUID of version 7");
    }

    private Reading control(String kind, byte @Nullable [] value) throws UndecodableException {
        var control = codec.decode(value, OwnerControl.class);
        return kind.equals(Headers.OWNER) ? new Reading.Owner(control) : new Reading.Beat(control);
    }

    private static boolean isRunId(String text) {
        try {
            return new RunId(text).text().equals(text);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String reason(UndecodableException e) {
        var message = e.getMessage();
        return message == null ? "undecodable" : message;
    }
}
