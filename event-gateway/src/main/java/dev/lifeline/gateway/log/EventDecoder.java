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
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
    OwnershipRule after(ConsumerRecord<byte[], byte[]> control, OwnershipRule rule) {
        OwnerControl owner;
        try {
            owner = codec.decode(control.value(), OwnerControl.class);
        } catch (UndecodableException e) {
            LOG.warn(
                    "undecodable control record partition={} offset={}: {}",
                    control.partition(),
                    control.offset(),
                    e.getMessage());
            return rule;
        }
        var next = rule.copy();
        if (Headers.OWNER.equals(Headers.text(control.headers(), Headers.CONTROL))) {
            next.takes(owner.getOwnerEpoch(), owner.getExecutorId());
        } else {
            next.admits(owner.getOwnerEpoch(), owner.getExecutorId());
        }
        return next;
    }

    /** What an event's record is, and the rule after it. */
    Judged judge(ConsumerRecord<byte[], byte[]> record, OwnershipRule rule) {
        Written<AgentEvent> written;
        try {
            written = codec.decodeWritten(record.value(), AgentEvent.class);
        } catch (UndecodableException e) {
            return new Judged(new Reading.Undecodable(String.valueOf(e.getMessage())), rule);
        }
        var event = written.record();
        var after = rule.copy();
        if (!after.admits(event.getOwnerEpoch(), event.getExecutorId())) {
            return new Judged(new Reading.Disowned(), rule);
        }
        if (!isOwnedByKey(event, record.key())) {
            var reason = "the event names another user than its key";
            return new Judged(new Reading.Undecodable(reason), after);
        }
        return new Judged(shown(written), after);
    }

    /** A reading, and what the ownership rule knows after the record. */
    record Judged(Reading reading, OwnershipRule after) {}

    private Reading.Event shown(Written<AgentEvent> written) {
        var event = written.record();
        return new Reading.Event(
                event.getRunId(),
                event.getSequence(),
                event.getType(),
                event.getOccurredAt(),
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
