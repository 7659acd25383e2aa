package dev.lifeline.monitor.stream;

import dev.lifeline.monitor.run.Change;
import dev.lifeline.monitor.run.TrackedRun;
import dev.lifeline.monitor.stats.AgentMinute;
import dev.lifeline.monitor.stats.Counting;
import dev.lifeline.monitor.stats.Tally;
import dev.lifeline.schemas.avro.AgentEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the runs of one partition do, and passes it on now and then. Between that it is in a
 * store: what has been read is either still there or has been passed on, and never both.
 */
final class StatsCounter {

    static final String COUNTS = "stats-counts";

    /** Holds no minute; says that the runs open before anything was counted are part of it. */
    private static final String BEGUN = "";

    private static final int START_DIGITS = 16;

    private final KeyValueStore<String, Tally> counts;
    private final KeyValueStore<String, TrackedRun> runs;
    private final Outputs outputs;
    private final Duration interval;
    private Instant passedOnAt = Instant.EPOCH;

    StatsCounter(Site site, Duration interval) {
        this.counts = site.store(COUNTS);
        this.runs = site.store(PartitionTask.RUNS);
        this.outputs = site.outputs();
        this.interval = interval;
    }

    void event(@Nullable TrackedRun before, @Nullable Change change, AgentEvent event, Instant at) {
        if (change != null) {
            var run = change.run();
            add(run.status().getAgent(), at, Counting.event(before, run, event));
        }
    }

    /** The command tells how long the first event took; that is known here if it came late. */
    void command(@Nullable Change change) {
        if (change != null) {
            var row = change.run().status();
            var startedAt = row.getStartedAt();
            if (startedAt != null) {
                add(row.getAgent(), startedAt, Counting.lateCommand(change.run()));
            }
        }
    }

    /** Passes on what was counted, if it is time to. */
    void passOn(Instant wall) {
        if (wall.isBefore(passedOnAt.plus(interval))) {
            return;
        }
        passedOnAt = wall;
        begin(wall);
        var keys = new ArrayList<String>();
        try (var entries = counts.all()) {
            while (entries.hasNext()) {
                var entry = entries.next();
                if (!entry.key.equals(BEGUN)) {
                    outputs.statsPart(agent(entry.key), part(entry.key, entry.value), wall);
                    keys.add(entry.key);
                }
            }
        }
        keys.forEach(counts::delete);
    }

    /** Runs that a monitor without statistics knew are open too, and nobody will say so again. */
    private void begin(Instant wall) {
        if (counts.get(BEGUN) != null) {
            return;
        }
        counts.put(BEGUN, Tally.NONE);
        var missing = new HashMap<String, Long>();
        try (var all = runs.all()) {
            while (all.hasNext()) {
                var row = all.next().value.status();
                if (row.getState().equals(TrackedRun.OPEN)) {
                    missing.merge(row.getAgent(), 1L, Long::sum);
                }
            }
        }
        countedOpen().forEach((agent, open) -> missing.merge(agent, -open, Long::sum));
        missing.forEach((agent, open) -> add(agent, wall, Tally.open(open)));
    }

    private Map<String, Long> countedOpen() {
        var open = new HashMap<String, Long>();
        try (var all = counts.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                if (!entry.key.equals(BEGUN)) {
                    open.merge(agent(entry.key), entry.value.opened(), Long::sum);
                }
            }
        }
        return open;
    }

    private void add(String agent, Instant at, Tally tally) {
        if (!tally.isNone()) {
            var key = key(agent, AgentMinute.startOf(at));
            var before = counts.get(key);
            counts.put(key, before == null ? tally : before.plus(tally));
        }
    }

    private static String key(String agent, Instant start) {
        return "%016x".formatted(start.toEpochMilli()) + agent;
    }

    private static String agent(String key) {
        return key.substring(START_DIGITS);
    }

    private static StatsPart part(String key, Tally tally) {
        long start = Long.parseUnsignedLong(key, 0, START_DIGITS, 16);
        return new StatsPart(Instant.ofEpochMilli(start), tally);
    }
}
