package dev.lifeline.gateway.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.JsonRendition;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.UserKey;
import dev.lifeline.schemas.Written;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import java.time.Instant;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes what stands in agent.events and judges it by the ownership rule. Thread-safe. */
public final class EventDecoder {

    private static final Logger LOG = LoggerFactory.getLogger(EventDecoder.class);

    private final JsonRendition rendition = new JsonRendition();
    private final Codec codec;

    EventDecoder(Codec codec) {
        this.codec = codec;
    }

    /** Whether the record is one of an owner's own, which no user is shown. */
    static boolean isControl(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader(Headers.CONTROL) != null;
    }

    /** The rule after a control record; the rule itself where the record changed nothing. */
    OwnershipRule after(ConsumerRecord<byte[], byte[]> record, OwnershipRule rule) {
        var control = control(record);
        return control == null ? rule : control.after(rule);
    }

    /** What a control record says; null if it cannot be read. */
    @Nullable Control control(ConsumerRecord<byte[], byte[]> record) {
        try {
            var owner = codec.decode(record.value(), OwnerControl.class);
            var kind = Headers.text(record.headers(), Headers.CONTROL);
            return new Control(
                    record.offset(),
                    Headers.OWNER.equals(kind),
                    owner.getOwnerEpoch(),
                    owner.getExecutorId());
        } catch (UndecodableException e) {
            LOG.warn(
                    "undecodable control record partition={} offset={}: {}",
                    record.partition(),
                    record.offset(),
                    e.getMessage());
            return null;
        }
    }

    /** What an event's record holds. */
    Decoded decode(Bytes key, byte @Nullable [] value, Instant appendedAt) {
        Written<AgentEvent> written;
        try {
            written = codec.decodeWritten(value, AgentEvent.class);
        } catch (UndecodableException e) {
            return new Decoded(new Reading.Undecodable(String.valueOf(e.getMessage())), null);
        }
        var event = written.record();
        var author = new Author(event.getOwnerEpoch(), event.getExecutorId());
        return isOwnedByKey(event, key.get())
                ? new Decoded(shown(written, appendedAt), author)
                : new Decoded(
                        new Reading.Undecodable("the event names another user than its key"),
                        author);
    }

    /** What a record is to a reader who knows that of the partition's owner. */
    static Judged judge(Decoded decoded, OwnershipRule rule) {
        var author = decoded.author();
        if (author == null) {
            return new Judged(decoded.reading(), rule);
        }
        var after = rule.copy();
        return after.admits(author.epoch(), author.executorId())
                ? new Judged(decoded.reading(), after)
                : new Judged(new Reading.Disowned(), rule);
    }

    /**
     * What a record holds, whoever owned the partition when it was written.
     *
     * @param author null if it holds no event at all
     */
    record Decoded(Reading reading, @Nullable Author author) {}

    /** Who wrote an event. */
    record Author(long epoch, String executorId) {}

    /** A reading, and what the ownership rule knows after the record. */
    record Judged(Reading reading, OwnershipRule after) {}

    private Reading.Event shown(Written<AgentEvent> written, Instant appendedAt) {
        var event = written.record();
        return new Reading.Event(
                event.getRunId(),
                event.getSequence(),
                event.getType(),
                event.getOccurredAt(),
                appendedAt,
                new String(rendition.render(written.complete()), UTF_8));
    }

    private static boolean isOwnedByKey(AgentEvent event, byte[] key) {
        try {
            return Arrays.equals(new UserKey(event.getTenantId(), event.getUserId()).bytes(), key);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
