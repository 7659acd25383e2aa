package dev.lifeline.monitor.webhook;

import dev.lifeline.schemas.avro.Alert;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one partition on their way to the receiver, in their order. What is behind may be
 * read once more, to know what is firing:
 *
 * <pre>
 * beginning ──── known already ────► deliverFrom ──── to be delivered ────►
 * </pre>
 *
 * At first start everything is known already, but nobody was told: then what is firing there is
 * delivered, and what is over is not. Holds what is firing, and at most one poll's records.
 */
final class Lane {

    /** Stands beside a group's first offset until all that was firing there has been delivered. */
    private static final String NOBODY_WAS_TOLD = "nobody was told";

    private final long deliverFrom;
    private final boolean nobodyWasTold;
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final Map<String, Alert> firing = new LinkedHashMap<>();
    private boolean caughtUp;
    private @Nullable OffsetAndMetadata uncommitted;

    private Lane(OffsetAndMetadata from) {
        deliverFrom = from.offset();
        nobodyWasTold = from.metadata().equals(NOBODY_WAS_TOLD);
    }

    /** Of a group that has committed this. */
    static Lane goingOnFrom(OffsetAndMetadata committed) {
        return new Lane(committed);
    }

    /** Of a group that is new, where the partition ends there now. */
    static Lane beginningAt(long end) {
        var first = new OffsetAndMetadata(end, NOBODY_WAS_TOLD);
        var lane = new Lane(first);
        // Before anything is sent: who goes on after a crash must not begin anywhere else.
        lane.uncommitted = first;
        return lane;
    }

    /** Whether what is behind has to be read for what is to be delivered. */
    boolean beginsWithThePast() {
        return nobodyWasTold;
    }

    void read(long offset, Alert alert) {
        if (offset < deliverFrom) {
            note(alert);
        } else {
            waiting.add(new Delivery(alert, new OffsetAndMetadata(offset + 1)));
        }
    }

    void readRemoval(String alertId) {
        firing.remove(alertId);
    }

    /** Everything before that offset has been read. */
    void readUpTo(long position) {
        if (!caughtUp && position >= deliverFrom && !beginsAnew()) {
            caughtUp = true;
            if (nobodyWasTold) {
                deliverFiring();
            }
        }
    }

    /** What is to be sent now, null if there is nothing. */
    @Nullable Delivery head() {
        return caughtUp ? waiting.peek() : null;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** The head is dealt with. */
    void settled() {
        var delivery = waiting.remove();
        note(delivery.alert());
        if (delivery.next() != null) {
            uncommitted = delivery.next();
        }
    }

    /** What has been delivered and is firing; to be repeated where the receiver forgets. */
    List<Alert> firing() {
        return caughtUp ? List.copyOf(firing.values()) : List.of();
    }

    /** What is to be committed, null if there is nothing. */
    @Nullable OffsetAndMetadata uncommitted() {
        return uncommitted;
    }

    void committed() {
        uncommitted = null;
    }

    private boolean beginsAnew() {
        return uncommitted != null && uncommitted.metadata().equals(NOBODY_WAS_TOLD);
    }

    private void deliverFiring() {
        // Only the last of them ends the beginning: a crash before it repeats them all.
        @Nullable OffsetAndMetadata next = new OffsetAndMetadata(deliverFrom);
        uncommitted = firing.isEmpty() ? next : null;
        for (var alert : List.copyOf(firing.values()).reversed()) {
            waiting.addFirst(new Delivery(alert, next));
            next = null;
        }
    }

    private void note(Alert alert) {
        if (alert.getResolvedAt() == null) {
            firing.put(alert.getAlertId(), alert);
        } else {
            firing.remove(alert.getAlertId());
        }
    }
}
