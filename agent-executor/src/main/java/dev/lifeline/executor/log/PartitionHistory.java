package dev.lifeline.executor.log;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a partition's records, read in order, say about owners and runs. Not thread-safe. */
final class PartitionHistory {

    private static final Logger LOG = Logger.getLogger(PartitionHistory.class);

    private final Codec codec;
    private final OwnershipRule rule = new OwnershipRule();
    private final Map<String, OpenRun> openRuns = new LinkedHashMap<>();
    private final Set<String> startedRuns = new HashSet<>();
    private @Nullable OwnerControl lastBeat;
    private long lastBeatOffset;

    PartitionHistory(Codec codec) {
        this.codec = codec;
    }

    /**
     * Reads the next record.
     *
     * @return the owner record it is, if it is one that counts
     */
    @Nullable OwnerControl add(ConsumerRecord<byte[], byte[]> record) {
        try {
            var kind = Headers.text(record.headers(), Headers.CONTROL);
            if (kind != null) {
                return addControl(record, kind);
            }
            addEvent(codec.decode(record.value(), AgentEvent.class), record.offset());
        } catch (UndecodableException e) {
            // The monitor reports it to the dead letters; it says nothing about owners and runs.
            LOG.warnf(
                    "skipped %s-%d@%d: %s",
                    record.topic(), record.partition(), record.offset(), e.getMessage());
        }
        return null;
    }

    private @Nullable OwnerControl addControl(ConsumerRecord<byte[], byte[]> record, String kind)
            throws UndecodableException {
        var control = codec.decode(record.value(), OwnerControl.class);
        if (kind.equals(Headers.OWNER)) {
            return rule.takes(control.getOwnerEpoch(), control.getExecutorId()) ? control : null;
        }
        if (rule.admits(control.getOwnerEpoch(), control.getExecutorId())) {
            lastBeat = control;
            lastBeatOffset = record.offset();
            if (kind.equals(Headers.YIELD)) {
                openRuns.values().forEach(run -> run.yielded(control.getOwnerEpoch()));
            }
        }
        return null;
    }

    private void addEvent(AgentEvent event, long offset) {
        if (!rule.admits(event.getOwnerEpoch(), event.getExecutorId())) {
            return;
        }
        switch (event.getType()) {
            case EventTypes.AGENT_STARTED -> {
                startedRuns.add(event.getRunId());
                openRuns.put(event.getRunId(), new OpenRun(event, offset));
            }
            case EventTypes.AGENT_COMPLETED -> addEnd(event);
            default -> {
                var run = openRuns.get(event.getRunId());
                if (run != null) {
                    run.add(event);
                }
            }
        }
    }

    private void addEnd(AgentEvent event) {
        openRuns.remove(event.getRunId());
        var parent = event.getParentRunId() == null ? null : openRuns.get(event.getParentRunId());
        if (parent != null) {
            parent.addEndedChild(event);
        }
    }

    OwnershipRule rule() {
        return rule;
    }

    List<OpenRun> openRuns() {
        return List.copyOf(openRuns.values());
    }

    Set<String> startedRuns() {
        return Set.copyOf(startedRuns);
    }

    /** Where the runs begin that the last beat calls open; null when no beat was read. */
    @Nullable Long oldestOpenOffset() {
        if (lastBeat == null) {
            return null;
        }
        Long oldest = lastBeat.getOldestOpenOffset();
        return oldest == null ? lastBeatOffset : oldest;
    }
}
