package dev.lifeline.benchmarks.runs;

import dev.lifeline.schemas.Codec;
import dev.lifeline.schemas.EventTypes;
import dev.lifeline.schemas.Headers;
import dev.lifeline.schemas.OwnershipRule;
import dev.lifeline.schemas.UndecodableException;
import dev.lifeline.schemas.avro.AgentEvent;
import dev.lifeline.schemas.avro.OwnerControl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Holds each run against what is promised, from the records of the log in their order: one start,
 * events numbered without a hole, tools in pairs, one successful end and nothing behind it. Not
 * thread-safe.
 */
final class RunLedger {

    private static final int MOST_FAULTS = 20;
    private static final String SUCCEEDED = "SUCCEEDED";

    private final Codec codec = new Codec();
    private final Map<Integer, OwnershipRule> rules = new HashMap<>();
    private final Map<String, Entry> runs = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Histogram durations = new Histogram(3);
    private int ended;
    private int mostOpen;
    private long events;

    void add(ConsumerRecord<byte[], byte[]> record) {
        try {
            var rule = rules.computeIfAbsent(record.partition(), _ -> new OwnershipRule());
            var kind = Headers.text(record.headers(), Headers.CONTROL);
            if (kind == null) {
                add(codec.decode(record.value(), AgentEvent.class), rule);
            } else if (kind.equals(Headers.OWNER)) {
                var owner = codec.decode(record.value(), OwnerControl.class);
                var _ = rule.takes(owner.getOwnerEpoch(), owner.getExecutorId());
            }
        } catch (UndecodableException e) {
            fault("record %d-%d: %s".formatted(record.partition(), record.offset(), e));
        }
    }

    private void add(AgentEvent event, OwnershipRule rule) {
        if (!rule.admits(event.getOwnerEpoch(), event.getExecutorId())) {
            fault(event.getId() + " is void: its partition had another owner");
            return;
        }
        events++;
        var before = runs.getOrDefault(event.getRunId(), Entry.NONE);
        check(event, before);
        runs.put(event.getRunId(), before.then(event));
        if (event.getType().equals(EventTypes.AGENT_COMPLETED)) {
            ended++;
            durations.recordValue(event.getCompleted().getDurationMs());
        }
        mostOpen = Math.max(mostOpen, open());
    }

    private void check(AgentEvent event, Entry before) {
        if (event.getSequence() != before.sequence() + 1) {
            fault(event.getId() + " follows sequence " + before.sequence());
        }
        boolean isFirst = before.sequence() == 0;
        if (event.getType().equals(EventTypes.AGENT_STARTED) != isFirst) {
            fault("%s, a %s, is out of place".formatted(event.getId(), event.getType()));
        }
        if (before.ended()) {
            fault(event.getId() + " comes behind its run's end");
        }
        if (event.getType().equals(EventTypes.AGENT_COMPLETED)) {
            checkEnd(event, before);
        }
    }

    private void checkEnd(AgentEvent event, Entry before) {
        String outcome = event.getCompleted().getOutcome();
        if (!outcome.equals(SUCCEEDED)) {
            fault(event.getId() + ": the run ended as " + outcome);
        }
        if (before.openTools() != 0) {
            fault(event.getId() + ": tool calls without a result: " + before.openTools());
        }
    }

    private void fault(String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(what);
        }
    }

    /** What was not as promised; the first of it, where there is much. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    int started() {
        return runs.size();
    }

    int ended() {
        return ended;
    }

    int open() {
        return started() - ended;
    }

    /** The most runs that were open at the same point of the log. */
    int mostOpen() {
        return mostOpen;
    }

    long events() {
        return events;
    }

    /** Forgets how long runs have taken so far. */
    void forgetDurations() {
        durations.reset();
    }

    /** How long the runs took, in milliseconds, as their last events say. */
    Histogram durations() {
        return durations;
    }

    /** What has been read of a run. */
    private record Entry(long sequence, int openTools, boolean ended) {

        static final Entry NONE = new Entry(0, 0, false);

        Entry then(AgentEvent event) {
            int tools =
                    switch (event.getType()) {
                        case EventTypes.TOOL_EXECUTING -> openTools + 1;
                        case EventTypes.TOOL_COMPLETED -> openTools - 1;
                        default -> openTools;
                    };
            return new Entry(
                    event.getSequence(),
                    tools,
                    ended || event.getType().equals(EventTypes.AGENT_COMPLETED));
        }
    }
}
